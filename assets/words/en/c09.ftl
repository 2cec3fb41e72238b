# Chapter 9: why it works. Smooth.
c09-source-one = Cost of one example as one weight changes; all else as after step { $step }
c09-source-few = Mean cost of these examples as one weight changes; all else as after step { $step }
c09-source-all = Mean cost of all { $count } training examples with yes/no neurons; all else as after step { $step }
c09-source-read = Test digits, network after step { $step }; what is read is the digit with the largest sum
c09-source-read-train = Practice digits, network after step { $step }; what is read is the digit with the largest sum

c09-one-weight-exception = Why can it find its way down? Take one weight, chosen so that something happens.
c09-one-weight-sometimes = { c09-one-weight-exception }
c09-one-weight-rule = Why can it find its way down? Take one weight.
c09-yes-no = Suppose every neuron only says yes or no.
c09-two-levels = Turn it: the cost is { $low } or { $high }, nothing in between.
c09-one-level = Turn it: the cost stays at { $level }.
c09-flat = Every tread is flat: you cannot feel which way is down.
c09-smooth = Our neurons go from no to yes in a gentle bend.
c09-faint = A faint slope. Look more closely.
c09-felt = Here you feel a slope: at times faint, but not flat.
c09-lost = No slope here either: this network is past the bend.
c09-few = Is it just this one digit? A few more, chosen so that something happens.
c09-few-flat = More treads, all of them flat. Below, a slope.
c09-few-nothing = Not one jump, so flat all the way. Below, a slope.
c09-few-lost = Still flat above, and as good as flat below.
c09-all = With all { $count } you hardly see the stairs any more…
c09-all-flat = Even with all { $count }: flat from end to end.
c09-zoom = … but zoom in: still treads, and all of them flat.
c09-reads = Like this it still reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the new digits right.
c09-reads-train = Like this it still reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.
c09-reads-copied = Like this it still reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the test digits right.
c09-reads-little = Like this it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the new digits right.
c09-reads-little-train = Like this it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.
c09-reads-little-copied = Like this it reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the test digits right.
c09-cannot-feel = It can read. It just cannot feel how to improve.
c09-cannot-feel-either = And it cannot feel how to improve.
c09-therefore = That is why neurons must not be flat: then there is a way down.

c09-label-weight = weight
c09-label-yes-no = yes/no neurons
c09-label-smooth = smooth neurons
c09-label-digits = practice digits
c09-label-read = ✓ read right
c09-says-yes = yes
c09-says-no = no
c09-axis = value of the weight →
c09-cost = cost
c09-share = { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }

# What slides ask before they show it
c09-asks-all = And with all practice digits together? Will the stairs become a slope?
