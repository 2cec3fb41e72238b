# Het vel om op te schrijven
writing-title = Mijn eigen handschrift
writing-how = Schrijf in elk hokje wat er aan het begin van de rij staat. Schrijf groot, met een donkere en vrij dikke pen, en blijf van de lijnen af.
writing-mistake = Een fout gemaakt? Zet een kruis door het hokje, van hoek tot hoek: dan telt het niet mee. Een hokje leeg laten mag ook.
writing-name = Naam (blijft op dit papier, geen computer leest hem):
writing-privacy = Van dit handschrift leert een netwerk, en het is te zien in de films die daarvan worden gemaakt.
writing-scan = Houd de zwarte vierkanten vrij. Fotografeer het hele vel, en dan: leerdal digits scan foto.jpg …
writing-sheet = Schrijver { $writer } · serie { $series }{ $pages ->
    [1] {""}
   *[other] {" "}· bladzijde { $page } van { $pages }
}

# Wat er van elk hokje werd
writing-contact = { $photo } · schrijver { $writer } · bladzijde { $page }: { $accepted } van de { $boxes } hokjes gebruikt
writing-empty = leeg
writing-too-faint = te licht
writing-too-small = te klein
writing-touches-edge = raakt de rand
writing-crossed-out = doorgestreept
