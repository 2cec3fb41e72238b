# Chapter 10: five steps.
c10-source = Pictures: one example, one batch, one neuron. Line: cost over all { $count } training examples
c10-source-hero = Scores of one example, after step { $step }
c10-source-test = All test digits, after step { $step }
c10-source-train = All practice digits, after step { $step }

c10-examples = Five steps. One: examples with their answers.
c10-compare = Two: compare. What came out, what did we want?
c10-average = Three: the average, over a small batch of { $size }.
c10-average-batch = Three: the average, over the batch of { $size }.
c10-direction = Four: find where the cost falls, against the gradient.
c10-adjust = Five: nudge everything a little that way.
c10-again = And all over again. One round is one step.
c10-again-none = Then it would begin again. This run took no step.
c10-faster = A round now stands for more and more steps.
c10-faster-single = And again, and again. A step with every round.
c10-cost-end = The mean cost: { $cost } by now.
c10-surer = Surer, and right, about this { $label }: { $was } after step { $step }, now { $now }.
c10-surer-start = Surer, and right, about this { $label }: first { $was }, now { $now }.
c10-right = And right about this { $label }: a score of { $now }.
c10-wrong-still = About this { $label } it is still mistaken: a score of { $now }.
c10-unseen = Of new digits it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right.
c10-unseen-copied = Of test digits it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right.
c10-seen = Of its practice digits it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right.
c10-nothing-more = Five steps, very often. That is all there is.

c10-card-examples = 1. example and answer
c10-card-compare = 2. compare
c10-card-average = 3. take the average
c10-card-direction = 4. find the direction
c10-card-adjust = 5. adjust
c10-label-cost = mean cost
c10-label-step = after step
c10-label-read = ✓ read right
c10-axis = steps (early ones stretched)
c10-share = { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }
