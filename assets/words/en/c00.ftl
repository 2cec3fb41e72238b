# Chapter 0: the cold open

c00-source-digit = One handwritten digit from the training set
c00-source-own = Handwriting of the author; the network never trained on it
c00-source-own-train = Handwriting of the author; the network trained on it too
c00-source-own-test = Handwriting of the author; it is one of the digits to test with
c00-source-scores = { $step ->
    [0] Scores of one example, before the first step
    [one] Scores of one example, after { $step } step
   *[other] Scores of one example, after { $step } steps
}
c00-source-chosen = { $step ->
    [one] Scores of one example, after { $step } step, chosen for its score of { $score }
   *[other] Scores of one example, after { $step } steps, chosen for its score of { $score }
}
c00-source-rewind = Scores of one example, after every step: from step { $step } back to the start
c00-source-start = Scores of one example, before the first step
c00-practised = steps of practice

c00-look = What does this say?
c00-scores-rule = { $step ->
    [one] After one step the network reads “{ $taken }”: score { $score }.
   *[other] After { $step } steps the network reads “{ $taken }”: score { $score }.
}
c00-scores-sometimes = { $step ->
    [one] After one step: “{ $taken }”, { $score }. So in { $share } steps around it.
   *[other] After { $step } steps: “{ $taken }”, { $score }. So in { $share } steps around it.
}
c00-scores-exception = { $step ->
    [one] After one step, which we picked for it, the network reads “{ $taken }”: score { $score }.
   *[other] After { $step } steps, picked for it, the network reads “{ $taken }”: score { $score }.
}
c00-highest-rule = { $step ->
    [0] Before any practice the highest score goes to { $taken }: { $score }.
    [one] After one step the highest score goes to { $taken }: { $score }.
   *[other] After { $step } steps the highest score goes to { $taken }: { $score }.
}
c00-highest-sometimes = { $step ->
    [0] { c00-highest-rule }
   *[other] { c00-scores-sometimes }
}
c00-highest-exception = { $step ->
    [0] { c00-highest-rule }
    [one] After one step, which we picked for it, the highest score goes to { $taken }: { $score }.
   *[other] After { $step } steps, picked for it, the highest score goes to { $taken }: { $score }.
}
c00-wrong = But the answer is { $label }. That gets only { $score }.
c00-right = And the answer is { $label }. Well read.
c00-lasting = It says so from step { $since } to { $until }.
c00-rare = Rare: for five steps or more it happens to { NUMBER($alike, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 1) } of the digits with this answer.
c00-alike = For five steps or more it happens to { NUMBER($alike, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 1) } of the digits with this answer.
c00-briefly = It says so from step { $since } to { $until } only.
c00-once = It says so in this one step only.
c00-question = How does such a thing learn?
c00-question-right = How did such a thing learn that?
c00-rewind = Back, step by step, to the very beginning.
c00-start = Not one step of practice yet.

# What slides ask before they show it
c00-asks-highest = Which answer will get the highest score?
