"""Client of Gongji."""
