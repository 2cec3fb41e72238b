# Hoofdstuk 3: de kwadratische fout

c03-source = Scores en fouten van één voorbeeld, na { $step ->
    [one] { $step } stap
   *[other] { $step } stappen
}
c03-source-chosen = Scores en fouten van één voorbeeld, na { $step ->
    [one] { $step } stap
   *[other] { $step } stappen
}, gekozen om de score { $score }
c03-source-both = Kosten van één voorbeeld: de som van de kwadraten van al zijn fouten

c03-score = score
c03-wanted = gewenst
c03-difference = verschil
c03-square-head = kwadraat
c03-axis-low = score te laag
c03-axis-high = score te hoog
c03-schematic = Schematisch: een boog, met de echte fouten erop
c03-cost-is = samen: de kosten =
c03-cost-about = samen: de kosten ≈
c03-after = na { $step ->
    [one] { $step } stap
   *[other] { $step } stappen
}
c03-before = vóór stap één

c03-another = Even een ander voorbeeld: een { $label }.
c03-another-same = Even een ander voorbeeld: ook een { $label }.
c03-moment-rule = Na { $step ->
    [one] één stap
   *[other] { $step } stappen
} scoort de { $label }, het goede antwoord, { $score }.
c03-moment-sometimes = Goed in { $share } stappen eromheen: { $score } na { $step ->
    [one] één stap
   *[other] { $step } stappen
}.
c03-moment-exception = Na { $step ->
    [one] één stap
   *[other] { $step } stappen
}, daarom uitgekozen, scoort de { $label }, het goede antwoord, { $score }.
c03-wanted-line = Gewenst: een 1 voor de { $label }, een 0 voor de rest.
c03-short = Het komt nog iets tekort: { $difference }.
c03-over = Het schiet iets door: { $difference }.
c03-square = In het kwadraat, dus maal zichzelf: { $square }.
c03-sign-goes = Waarom? De min verdwijnt: fout is fout.
c03-big-weighs = En twee keer zo fout telt vier keer zo zwaar.
c03-column = Zo doen we het voor alle { $count } scores.
c03-sum = Opgeteld: de kosten van dit ene voorbeeld.
c03-compare = En ons cijfer van het begin, na { $step ->
    [one] één stap
   *[other] { $step } stappen
}?
c03-compare-start = En ons cijfer van het begin, vóór het oefenen?
c03-far-larger-rule = Veel hogere kosten: { $there } tegen { $here }.
c03-far-larger-sometimes = Veel duurder in { $share } stappen eromheen: { $there } tegen { $here }.
c03-far-larger-exception = Net hier veel hogere kosten: { $there } tegen { $here }.
c03-larger-rule = Hogere kosten: { $there } tegen { $here }.
c03-larger-sometimes = Duurder in { $share } stappen eromheen: { $there } tegen { $here }.
c03-larger-exception = Net hier hogere kosten: { $there } tegen { $here }.
c03-around = In de stappen eromheen meestal { $there } tegen { $here }.
c03-other = Daar zijn de kosten { $there }, hier { $here }.
c03-entropy = Vaak kiest men andere kosten (cross-entropy). Zelfde idee.
c03-tile = Dat wordt een tint: hoe roder, hoe duurder.
