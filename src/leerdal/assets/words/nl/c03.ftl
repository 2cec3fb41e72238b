# Hoofdstuk 3: de kwadratische fout

c03-source = Scores en fouten van één voorbeeld, na { $step ->
    [one] { $step } stap
   *[other] { $step } stappen
}
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
c03-moment = Na { $step ->
    [one] één stap
   *[other] { $step } stappen
} krijgt het goede antwoord, de { $label }, een score van { $score }.
c03-wanted-line = We wilden een 1 voor de { $label }, en een 0 voor alle andere.
c03-short = Het komt dus nog iets tekort. Het verschil is { $difference }.
c03-over = Het schiet dus door. Het verschil is { $difference }.
c03-square = Dat verschil nemen we in het kwadraat: maal zichzelf. Dat wordt { $square }.
c03-sign-goes = Waarom? De min verdwijnt: te laag of te hoog, fout is fout.
c03-big-weighs = En grote fouten tellen zwaarder: twee keer zo ver, vier keer zo erg.
c03-column = Zo doen we het voor alle { $count } scores: wat kwam eruit, wat wilden we?
c03-sum = Alle kwadraten bij elkaar: de ‘cost’, of de kosten, van dit ene voorbeeld.
c03-compare = En dezelfde som voor ons cijfer van het begin, na { $step ->
    [one] één stap
   *[other] { $step } stappen
}?
c03-compare-start = En dezelfde som voor ons cijfer van het begin, nog vóór het oefenen?
c03-far-larger = Daar zijn de kosten veel hoger: { $there } tegen { $here }.
c03-larger = Daar zijn de kosten hoger: { $there } tegen { $here }.
c03-other = Daar zijn de kosten { $there }, hier { $here }.
c03-entropy = Tegenwoordig kiest men vaak andere kosten (cross-entropy). Het dalen blijft gelijk.
c03-tile = Zo krijgt elk voorbeeld zijn eigen tint: hoe roder, hoe hoger de kosten.
