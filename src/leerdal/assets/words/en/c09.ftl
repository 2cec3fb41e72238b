# Chapter 9: why it works. Smooth.
c09-source-one = Cost of one example as one weight changes; all else as after step { $step }
c09-source-few = Mean cost of these examples as one weight changes; all else as after step { $step }
c09-source-all = Mean cost of all { $count } training examples with yes/no neurons; all else as after step { $step }
c09-source-read = Test digits, network after step { $step }; what is read is the digit with the largest sum
c09-source-read-train = Practice digits, network after step { $step }; what is read is the digit with the largest sum

c09-one-weight = Why can it find its way down? Take one weight: from this pixel to this neuron.
c09-yes-no = Suppose every neuron could only say yes or no.
c09-two-levels = Turn that weight. The cost is { $low } or { $high }. There is nothing in between.
c09-one-level = Turn that weight. The cost stays at { $level }: nothing to notice.
c09-flat = Every tread is flat. You cannot feel which way is down.
c09-smooth = And now the neurons of our network: from no to yes in one gentle bend.
c09-faint = A faint slope. Let us look more closely.
c09-felt = Here is a slope you can feel. Sometimes very faint, but never a jump.
c09-lost = No slope to be felt here either: this network is well past the bend.
c09-few = Is it just this one digit? Add a few more.
c09-few-flat = More treads, but each of them is flat. Below: still a slope.
c09-few-nothing = Not one jump, so flat all the way. Below: still a slope.
c09-few-lost = With more digits too: flat above, and as good as flat below.
c09-all = With all { $count } practice digits you can hardly see the stairs any more…
c09-all-flat = Even with all { $count } practice digits: flat from end to end.
c09-zoom = … but zoom in, and they are still treads. Every one is flat.
c09-reads = It can read, though: with yes/no neurons still { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of new digits right.
c09-reads-train = It can read, though: with yes/no neurons still { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.
c09-reads-little = With yes/no neurons this network reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of new digits right.
c09-reads-little-train = With yes/no neurons this network reads { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the practice digits right.
c09-cannot-feel = It can read. It just cannot feel how to improve.
c09-cannot-feel-either = But feeling how to improve: that it cannot do this way.
c09-therefore = That is why smooth: then there is a slope, and a way down.

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
