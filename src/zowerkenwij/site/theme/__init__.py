"""The MkDocs theme ``zowerkenwij``: templates, one stylesheet, one small script."""
