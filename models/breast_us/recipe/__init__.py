"""How the breast ultrasound network is made: `README.md` tells the order. Needs PyTorch; never part of the program."""

__all__: list[str] = []
