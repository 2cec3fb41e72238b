# Chapter 8: again and again
c08-source-hero = Scores of our digit, from step zero to step { $steps }
c08-source-strangers = Some of the { $count } digits that were kept apart
c08-source-practice = Some of the { $count } practice digits
c08-source-share = Share with the highest score at the right answer; from step zero to step { $steps }
c08-source-companions = The same network and start, { $steps } steps each; only the number of practice digits differs
c08-source-settled = In the end: the median of the last { $count } measurements, from step { $step } on

c08-steps = steps practised
c08-title-new = read right, of { $count } new digits
c08-title-new-copied = read right, of { $count } test digits
c08-title-practice = read right, of { $count } practice digits
c08-axis = steps
c08-axis-dotted = steps; every dot is an epoch
c08-examples = { $count ->
    [one] practice digit
   *[other] practice digits
}
c08-dashed = dashed: its own practice digits

c08-again = Round after round the same practice digits. Does it help?
c08-once = Once past all practice digits: one epoch. Does it help?
c08-and-on = And again, and again, as far as this training went.
c08-more-rounds = And again, and again: { $rounds } rounds, or ‘epochs’.
c08-now-right = In the end the { $label } wins, with a score of { $score }.
c08-now-wrong = The { $label } gets to { $score }. Another answer scores higher.
c08-known = But it practised on this digit. Can it read new ones?
c08-known-copied = But it practised on this digit. Can it read others?
c08-unknown = It never practised on this digit. Does it manage more?
c08-strangers = Kept apart: { $count } digits that it never learned from.
c08-strangers-copied = Kept apart: { $count } digits. But on { $copies } of them it practised too.
c08-none-apart = No digits were kept apart here. We count practice digits.
c08-how-many = How many does it read right, as it practises more?
c08-levels = Fast at first, and then it levels off.
c08-still-rising = It was still rising when we stopped.
c08-uneven = Half-way it read at least as many right.
c08-not-always-exception = Here it did better around step { $step }. More is not always better.
c08-not-always-sometimes = Around step { $step } it often did better. More is not always better.
c08-not-always-rule = Around step { $step } it did better. More is not always better.
c08-fewer = And with fewer practice digits, but as many steps?
c08-side-by-side = How often are they right on new digits?
c08-side-by-side-copied = How often are they right on test digits?
c08-more = More examples: more often right on new digits.
c08-more-copied = More examples: more often right on test digits.
c08-more-less-exception = More examples help. Here, twice as many added less in the end.
c08-more-less-sometimes = More examples help; twice as many often adds less in the end than at first.
c08-more-less-rule = More examples help, but twice as many adds less in the end than at first.
c08-no-order = More examples did not help every time here.
c08-by-heart = Its own { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. New ones: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. By heart?
c08-by-heart-copied = Its own { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. Test digits: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. By heart?
c08-own = Its own { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. New ones: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Those count.
c08-own-copied = Its own { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } right. Test digits: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Those count.

# What slides ask before they show it
c08-asks-fewer = As many steps, but fewer examples. How will that turn out?
