# The end card: which training run this was

end-heading = The training run in this film
end-made = Made with Leerdal. Every number comes from the log.

end-name-data = digits
end-name-network = network
end-name-start = start values
end-name-step = one step
end-name-length = training
end-name-result = result
end-name-run = run
end-name-against = compared with

end-data = { $name }: { $train } to practise on, { $test } to test with
end-network = { $sizes }, with { $count } weights and biases
end-start = weights drawn at random with seed { NUMBER($seed, useGrouping: 0) }, biases 0
end-start-other = set by { $trainer }
end-step = learning rate { $rate }, batches of { $batch } digits
end-length = { $epochs } { $epochs ->
    [one] epoch
   *[other] epochs
}, { $steps } { $steps ->
    [one] step
   *[other] steps
} in all
end-result = ✓ { NUMBER($accuracy, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of the test digits read right
end-result-train = ✓ { NUMBER($accuracy, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of the practice digits read right
end-run = { $id }
end-run-own = { $id }: every number on this card
end-against = the run “{ $run }”: only the dashed line
