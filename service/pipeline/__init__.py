"""The one door: command → batch → load once, locked → decide, pure → record once → commit → answer."""
