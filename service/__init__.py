"""Gongji's server: who may pay for whom, and the money that moves because of it."""
