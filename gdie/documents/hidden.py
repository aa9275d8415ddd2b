"""Characters that never act where text of a file is shown."""

HIDDEN = r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
"""For a character class: control characters; what is not seen, changes the direction of text or ends a line; halves of characters."""
