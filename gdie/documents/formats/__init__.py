"""One reader a file format: bytes become `Content`. Each needs its own library, which is imported when it is used."""
