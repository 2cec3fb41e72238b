# Hoofdstuk 6: elk gewicht zijn eigen stap
c06-source = De stap na { $step } stappen: min { $rate } (stapgrootte) × de gradiënt van een batch van { $size }
c06-source-batch = Kosten van die ene batch van { $size }, vóór en na de stap (na { $step } stappen)
c06-source-full = Kosten over alle { $count } oefencijfers, vanaf { $step } stappen
c06-source-weights = Gewichten van alle lagen, na { $step } stappen

c06-list = { $count } gewichten en biases. Elk krijgt een eigen stap.
c06-maps = Dezelfde stappen als beelden, één per neuron.
c06-never = Gewicht { $one } en gewicht { $other } bewegen nooit.
c06-never-one = Gewicht { $number } beweegt nooit.
c06-no-ink = Geen oefencijfer heeft daar inkt: draaien doet niets.
c06-first = Gewicht { $number } krijgt deze keer een eigen stap.
c06-absent = Gewicht { $number } rust nu: geen inkt daar in deze batch.
c06-zeros = Nu is { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de stappen nul. Nul betekent niet: goed.
c06-hardly = Gewicht { $number } beweegt, maar haast niet.
c06-up-down-exception = In deze stap gaat dit duidelijk omhoog, en dit omlaag.
c06-up-down-sometimes = { c06-up-down-exception }
c06-up-down-rule = Stap na stap gaat dit omhoog. Dit gaat omlaag.
c06-clearly-exception = En dit beweegt in deze stap duidelijk.
c06-clearly-sometimes = { c06-clearly-exception }
c06-clearly-rule = En dit beweegt duidelijk.
c06-bias-too = En elke bias doet mee.
c06-histogram = Op grootte: veel nul, veel klein, een paar groot.
c06-histogram-few-zeros = Op grootte: haast geen nul, veel klein, een paar groot.
c06-at-once = Alle { $count } tegelijk: dat is één stap.
c06-cost-falls-exception = Helpt het? In deze stap wel: de kosten van deze batch dalen.
c06-cost-falls-sometimes = { c06-cost-falls-exception }
c06-cost-falls-rule = Helpt het? De kosten van deze batch dalen.
c06-cost-rises = Helpt het? Bij deze batch niet: zijn kosten stijgen.
c06-all-examples = En over alle oefencijfers samen?
c06-again = Nieuwe batch, nieuwe stap: telkens een andere duw.
c06-falls-later = Lager na één stap: { NUMBER($one, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de keren. Na tien: { NUMBER($ten, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Na honderd: { NUMBER($hundred, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c06-end = Zo maken { $steps } kleine stappen een netwerk dat leest.
c06-end-poor = { $steps ->
    [one] Eén stap. Lezen kan het netwerk er nog niet mee.
   *[other] { $steps } stappen. Goed lezen kan dit netwerk nog niet.
}

c06-rule-new = nieuwe waarde = waarde + stap
c06-rule-step = stap = − stapgrootte × gradiënt
c06-head-number = nummer
c06-head-value = waarde
c06-head-step = stap
c06-layer = gewichten, bias
c06-biases = biases
c06-more = de eerste van { $count } neuronen; de lijst bevat ze allemaal
c06-legend-down = − omlaag
c06-legend-up = + omhoog
c06-legend-most = sterkste: { $top }
c06-weight = gewicht { $number }
c06-bias = bias ({ $number })
c06-is-never = nooit
c06-is-own = deze keer
c06-is-absent = nu niet
c06-is-hardly = nauwelijks
c06-is-up = omhoog
c06-is-down = omlaag
c06-is-still = nu niet
c06-label-ever = grijs: hier heeft een oefencijfer inkt
c06-label-batch = grijs: inkt in deze batch
c06-sizes = hoeveel gewichten en biases
c06-sizes-scale = grootte van de gradiënt (per streep ×100)
c06-lines-up = doorgetrokken: omhoog
c06-lines-down = gestreept: omlaag
c06-batch-cost = kosten van deze batch
c06-full-cost = kosten over alle cijfers
c06-before = vóór de stap
c06-after = na de stap
c06-steps = { $steps ->
    [one] één stap verder
   *[other] { $steps } stappen verder
}

# What slides ask before they show it
c06-asks-ever = Beweegt elk gewicht weleens?
