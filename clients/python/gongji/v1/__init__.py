"""The generated messages and stubs of the contract gongji.v1; made by clients/python/generate.py, never edited."""
