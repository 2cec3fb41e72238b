"""Train with PyTorch and log a run that Leerdal can film: python examples/pytorch_run.py runs/torch [EPOCHS]"""

import sys

import torch
from torch.nn import Linear, Sequential, Sigmoid

from leerdal import RunConfig, RunWriter, load


def flat(tensors):
    """Per layer the weights row by row, then the biases: the order that model.parameters() has too."""
    return torch.cat([tensor.detach().flatten() for tensor in tensors]).numpy()


digits, epochs = load("mnist-5000"), int(sys.argv[2]) if len(sys.argv) > 2 else 30
config = RunConfig.of(digits, hidden=(16, 16), rate=4, batch=50, epochs=epochs, seed=1)
torch.manual_seed(config.seed)
model = Sequential(Linear(784, 16), Sigmoid(), Linear(16, 16), Sigmoid(), Linear(16, 10), Sigmoid())
optimiser = torch.optim.SGD(model.parameters(), lr=config.rate)
pixels, train = torch.tensor(digits.pixels()), torch.tensor(digits.train)
targets = torch.eye(10)[torch.tensor(digits.labels).long()]

with RunWriter(sys.argv[1], config, digits, trainer="PyTorch", libraries={"torch": torch.__version__}) as log:
    for _ in range(config.epochs):
        for batch in train[torch.randperm(len(train))].split(config.batch):
            optimiser.zero_grad()
            cost = (model(pixels[batch]) - targets[batch]).square().sum(dim=1).mean()
            cost.backward()
            log.step(flat(model.parameters()), flat(p.grad for p in model.parameters()), cost.item(), batch)
            optimiser.step()
    log.finish(flat(model.parameters()))
