"""How the breast ultrasound network is trained: data, augmentation, network, training. Needs PyTorch; never shipped."""
