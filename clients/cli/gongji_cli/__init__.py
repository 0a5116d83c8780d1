"""The command line of Gongji: `gongji` for people (tables) and programs (`--json`)."""
