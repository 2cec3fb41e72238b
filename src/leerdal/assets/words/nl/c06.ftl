# Hoofdstuk 6: elk gewicht zijn eigen stap
c06-source = De stap na { $step } stappen: min { $rate } (stapgrootte) × de gradiënt van een batch van { $size }
c06-source-batch = Kosten van die ene batch van { $size }, vóór en na de stap (na { $step } stappen)
c06-source-full = Kosten over alle { $count } oefencijfers, vanaf { $step } stappen
c06-source-weights = Gewichten van alle lagen, na { $step } stappen

c06-list = { $count } richtingen. Elk gewicht en elke bias krijgt zijn eigen stap.
c06-maps = Leg de lijst neer als beelden, neuron voor neuron. Oranje: omhoog. Blauw: omlaag.
c06-never = Gewicht { $one } en gewicht { $other } bewegen nooit. Bij geen enkele stap.
c06-never-one = Gewicht { $number } beweegt nooit. Bij geen enkele stap.
c06-no-ink = Want op hun pixel heeft geen van de { $count } oefencijfers inkt.
c06-first = Neem gewicht { $number }. Het krijgt zijn eigen stap, deze keer.
c06-absent = Gewicht { $number } wel, maar nu niet: zijn pixel is leeg in alle { $size } van deze batch.
c06-zeros = Zo is { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van alle stappen nu nul. Dat zegt niet dat die gewichten goed zijn.
c06-hardly = Gewicht { $number } beweegt wel, maar haast onzichtbaar.
c06-up-down = Deze gaat duidelijk omhoog. En deze duidelijk omlaag.
c06-clearly = En deze beweegt duidelijk.
c06-bias-too = En ook elke bias doet mee.
c06-histogram = Alles op maat gelegd: heel veel nul, heel veel klein, een paar groot.
c06-at-once = En nu alle { $count } tegelijk, in één keer: dat is één stap.
c06-cost-falls = Helpt het? De kosten van deze batch dalen.
c06-cost-rises = Helpt het? Bij deze batch niet: zijn kosten stijgen.
c06-all-examples = En over alle oefencijfers samen? Daar gaat het om.
c06-again = Weer een batch, weer een stap: elke keer een andere duw.
c06-end = Zo worden { $steps } kleine stappen samen een netwerk dat leest.
c06-end-poor = { $steps ->
    [one] Dit was één stap. Lezen kan het netwerk er nog niet mee.
   *[other] Dit waren { $steps } stappen. Goed lezen kan dit netwerk nog niet.
}

c06-rule-new = nieuwe waarde = waarde + zijn stap
c06-rule-step = zijn stap = − stapgrootte × zijn gradiënt
c06-head-number = nummer
c06-head-value = waarde
c06-head-step = zijn stap
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
