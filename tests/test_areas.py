"""Every sentence is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.areas import PhraseKind, Rating, Wording, rate, sentences, wording, words
from pipeline.errors import ResourceError
from pipeline.lexicon import RESOURCES

#: Sentence, strong areas, weak areas.
RATED = [
    ("Arjeplog är starkast inom energi och transporter.", "energy transport", ""),
    ("Bäst gick det för kommunen inom Mål, åtgärder och uppföljning.", "goals", ""),
    (
        "Kommunen får toppbetyg i organisation & förankring men är svagare när det gäller upphandling.",
        "organisation",
        "procurement",
    ),
    (
        "Energi och transporter är kommunens starkaste områden, medan samhällsplanering behöver utvecklas.",
        "energy transport",
        "planning",
    ),
    ("Lägst poäng fick kommunen för Kommunikation och samarbete.", "", "communication"),
    (
        "Störst förbättringspotential finns det i samhällsplanering och upphandling.",
        "",
        "planning procurement",
    ),
    (
        "Inom områdena energi, transporter samt upphandling fick Orust högsta möjliga poäng.",
        "energy transport procurement",
        "",
    ),
    (
        "Högsta poäng får Orust för energi, uppföljning och mål samt politisk förankring.",
        "energy goals organisation",
        "",
    ),
    ("Upphandling är det område där kommunen har mest att förbättra.", "", "procurement"),
    ("Kommunen tappar främst poäng inom transporter.", "", "transport"),
    (
        "Full pott blev det för energi, men upphandling och samarbete drog ner resultatet.",
        "energy",
        "procurement communication",
    ),
    ("Transporter ligger lägst, 3 av 10 poäng.", "", "transport"),
    ("Starka områden: Energi, Transporter", "energy transport", ""),
    (
        "Starka områden:\n• Energi\n• Transporter (9 av 10)\n\nFörbättringsområden:\n• Upphandling\n• Samhällsplanering",  # noqa: E501
        "energy transport",
        "procurement planning",
    ),
    ("Styrkor\nEnergi\nTransporter\n\nUtvecklingsområden\nUpphandling", "energy transport", "procurement"),
    ("Allra högst poäng nådde kommunen på energiområdet, tätt följt av transporter.", "energy transport", ""),
    ("Kommunen är inte lika stark inom upphandling.", "", "procurement"),
    ("Det finns inga svaga områden, men energi sticker ut.", "energy", ""),
    ("Kommunen arbetar med energi och transporter.", "", ""),
    ("Föreningen är en stark organisation.", "", ""),
    ("De områden som bedöms är mål, åtgärder och uppföljning, energi och transporter.", "", ""),
    ("Kommunerna är överlag svagast inom upphandling.", "", ""),
    ("I förra utvärderingen var kommunen svagast inom energi.", "", ""),
    (
        "Samhällsplanering och energi pekas ut som styrkor medan det finns mer att göra kring transporter.",
        "planning energy",
        "transport",
    ),
    ("Utvärderingen visar att Orust ligger i framkant vad gäller hållbara transporter.", "transport", ""),
    ("Där kommunen kan bli bättre är framför allt i kommunikation och samverkan.", "", "communication"),
    ("Kommunen presterade mycket bra i energi, planering och transporter.", "energy planning transport", ""),
    (
        "Svagast resultat fick vi inom upphandling (4 av 9) och samhällsplanering (5 av 10).",
        "",
        "procurement planning",
    ),
    ("Vi är stolta över det höga betyget för energi, säger Eva Ek.", "energy", ""),
    ("Utrymme för förbättring finns inom transporter och energi.", "", "transport energy"),
    ("Utmaningarna är störst inom transportområdet.", "", "transport"),
    ("Energi 9 av 10 poäng (starkast), Upphandling 3 av 9 poäng (svagast).", "energy", "procurement"),
    ("Orust utmärker sig särskilt inom energi och mål, åtgärder, uppföljning.", "energy goals", ""),
    ("Högst var resultatet för energi (95 %) och lägst för upphandling (40 %).", "energy", "procurement"),
    ("Mest kvar att göra har kommunen inom upphandling.", "", "procurement"),
    ("Kommunens starka sidor är energi och organisation.", "energy organisation", ""),
    ("Däremot är poängen låg för samhällsplanering.", "", "planning"),
    ("Goda resultat nåddes också för transporter samt kommunikation.", "transport communication", ""),
    ("Samarbete och kommunikation är områden som kan vässas.", "", "communication"),
    ("Kommunen behöver framför allt arbeta mer med upphandling och inköp.", "", "procurement"),
    ("Kommunen behöver lyfta sitt arbete inom energi.", "", "energy"),
    ("| Energi | stark |\n| Upphandling | svag |", "energy", "procurement"),
    ("Energi – starkt\nUpphandling – svagt", "energy", "procurement"),
    ("Transporter och energi hör till kommunens styrkor.", "transport energy", ""),
    (
        "Till styrkorna hör transporter och energi, till svagheterna upphandling.",
        "transport energy",
        "procurement",
    ),
    ("Svagheterna finns inom samhällsplanering.", "", "planning"),
    (
        "Resultatet var allra bäst för området Mål, åtgärder och uppföljning (12 av 12) och sämst för Upphandling (2 av 8).",  # noqa: E501
        "goals",
        "procurement",
    ),
    ("Det som drar ned betyget är upphandling.", "", "procurement"),
    ("Inom upphandling finns en del kvar att göra.", "", "procurement"),
    ("På energiområdet får kommunen mycket höga poäng.", "energy", ""),
    ("Poängen är högst för energi och lägst för transporter.", "energy", "transport"),
    ("Kommunen visar styrka i arbetet med energi.", "energy", ""),
    (
        "Upphandlingsarbetet behöver stärkas, liksom samverkan och kommunikation.",
        "",
        "procurement communication",
    ),
    ("Både transporter och energi får höga betyg.", "transport energy", ""),
    ("Organisation och förankring fick full poäng.", "organisation", ""),
    ("Minst nöjd är kommunen med resultatet för upphandling.", "", "procurement"),
    ("Vi får beröm för hur vi jobbar med samhällsplanering och energi.", "planning energy", ""),
    ("Rapporten lyfter fram transporter som ett starkt område.", "transport", ""),
    ("Ett område där det finns potential att utvecklas är upphandling.", "", "procurement"),
    ("Inom energi samt transporter har kommunen nått längst.", "energy transport", ""),
    ("Längst har kommunen kommit inom energi.", "energy", ""),
    ("Sämre går det för upphandling.", "", "procurement"),
    ("Kommunen har svårast att nå poäng inom transporter.", "", "transport"),
    ("Hållbar upphandling är något som vi kommer att satsa på nästa år.", "", ""),
    ("Energi är en viktig fråga för kommunen.", "", ""),
    ("Kommunen är bra på energi, sämre på transporter.", "energy", "transport"),
    ("Kommunens främsta styrka är samhällsplaneringen.", "planning", ""),
    ("Det område där Ovanåker fick flest poäng var energi, där man nådde 9 av 10.", "energy", ""),
    ("Energi och transporter drar upp resultatet.", "energy transport", ""),
    (
        "Poängmässigt är det upphandling och kommunikation som är kommunens svagaste kort.",
        "",
        "procurement communication",
    ),
    ("När det gäller mål, åtgärder och uppföljning är kommunen bland de bästa i landet.", "goals", ""),
    (
        "Kommunen har kommit en bra bit på väg inom transporter men har mycket kvar att göra inom upphandling.",  # noqa: E501
        "transport",
        "procurement",
    ),
    ("Här finns det mer att jobba på: energi, upphandling.", "", "energy procurement"),
    ("De svagaste resultaten återfinns inom transporter och samhällsplanering.", "", "transport planning"),
    ("De bästa resultaten återfinns inom energi.", "energy", ""),
    (
        "Kommunen utmärkte sig positivt på områdena organisation och förankring samt energi.",
        "organisation energy",
        "",
    ),
    (
        "Resultatet är starkt på energiområdet, godkänt för transporter och svagt för upphandling.",
        "energy",
        "procurement",
    ),
    ("För upphandling var poängen lägre än väntat.", "", "procurement"),
    ("Starkast: Mål, åtgärder och uppföljning. Svagast: Energi.", "goals", "energy"),
    ("+ Energi\n+ Transporter\n- Upphandling", "", ""),
    ("Områden att utveckla: Upphandling samt kommunikation och samarbete", "", "procurement communication"),
    (
        "Områden med höga poäng\n1. Energi\n2. Transporter\nOmråden med låga poäng\n1. Upphandling",
        "energy transport",
        "procurement",
    ),
    ("Vi behöver bli vassare på upphandling, konstaterar miljöchefen.", "", "procurement"),
    ("Det finns förbättringar att göra inom upphandling.", "", "procurement"),
    ("Kommunen har goda förutsättningar inom energi.", "", ""),
    ("Ovanåker samlade mest poäng på transporter och energi.", "transport energy", ""),
    ("Transporter, energi och samhällsplanering uppvisar starka resultat.", "transport energy planning", ""),
    ("Särskilt starkt är arbetet med mål, åtgärder och uppföljning.", "goals", ""),
    ("Svagare är arbetet med upphandling.", "", "procurement"),
    ("Kommunen får högt betyg av Klimatkommunerna för sitt arbete inom energi.", "energy", ""),
    ("Ett förbättringsområde som lyfts är upphandling.", "", "procurement"),
    ("Som utvecklingsområden nämns transporter och upphandling.", "", "transport procurement"),
    ("Som styrkor nämns energi och samhällsplanering.", "energy planning", ""),
    ("Kansliet ser att upphandling kan utvecklas.", "", "procurement"),
    ("Kansliet efterlyser mer arbete inom upphandling.", "", "procurement"),
    (
        "Inom transporter och energi är kommunen redan duktig, men upphandlingen är ett sorgebarn.",
        "transport energy",
        "procurement",
    ),
    ("Upphandling är en svag punkt.", "", "procurement"),
    ("Kommunen har en svag punkt: upphandling.", "", "procurement"),
    ("Högst poäng (10 av 10) fick kommunen på Transporter.", "transport", ""),
    (
        "Upphandling, där kommunen bara fick 3 av 9 poäng, är ett tydligt förbättringsområde.",
        "",
        "procurement",
    ),
    ("Inom Energi och Transporter får kommunen mer än 90 procent av poängen.", "", ""),
    ("Kommunen får också beröm för sin organisation och förankring.", "organisation", ""),
    ("Störst utvecklingsmöjligheter har kommunen i arbetet med upphandling.", "", "procurement"),
    ("Vi har lägre utsläpp från transporter och energi.", "", ""),
    ("Utsläppen från transporter är för höga.", "", ""),
    ("Kommunens mål är bland de starkaste i landet.", "", ""),
    (
        "Bäst poäng fick kommunen på Energi och Organisation och förankring, sämst på Samhällsplanering.",
        "energy organisation",
        "planning",
    ),
    ("Det högsta betyget gavs för energi.", "energy", ""),
    ("Det lägsta betyget gavs för energi.", "", "energy"),
    ("Kommunikation och samarbete fick det lägsta betyget.", "", "communication"),
    ("Svaga sidor är upphandling.", "", "procurement"),
    ("Kommunen måste bli bättre på upphandling.", "", "procurement"),
    ("Kommunen har redan blivit bättre på upphandling.", "", ""),
    ("Kommunens bästa gren är energi.", "energy", ""),
    ("Allra bäst betyg får Hjo för sitt långsiktiga arbete med mål, åtgärder och uppföljning.", "goals", ""),
    (
        "Tre områden får högre poäng än övriga: transporter, energi och upphandling.",
        "transport energy procurement",
        "",
    ),
    ("Upphandling är vårt svaga område, det visste vi redan.", "", "procurement"),
    ("Störst plus får kommunen för energi.", "energy", ""),
    ("Störst minus får kommunen för transporter.", "", "transport"),
    ("Det finns störst möjligheter till förbättring inom samhällsplanering.", "", "planning"),
    ("Kommunen rekommenderas att arbeta vidare med upphandling.", "", "procurement"),
    ("Rekommendationen är att stärka kommunikation och samarbete.", "", "communication"),
    ("Inom kommunikation och samarbete rekommenderar vi kommunen att göra mer.", "", "communication"),
    ("Hjo har särskilt högt betyg i kategorierna Energi samt Transporter.", "energy transport", ""),
    ("Det är främst inom upphandlingsområdet som kommunen tappar.", "", "procurement"),
    ("Transporter och upphandling är de två områden där poängen är som lägst.", "", "transport procurement"),
    ("Kommunen når över snittet inom energi och under snittet inom transporter.", "energy", "transport"),
    ("Vårt starka kort är energi, medan transporterna är en svårare nöt.", "energy", "transport"),
    ("Samhällsplanering är ett annat område där kommunen ligger långt fram.", "planning", ""),
    ("Vad gäller upphandling har kommunen en del att ta igen.", "", "procurement"),
    ("Allra sämst gick det för transporter, bara 2 av 9 poäng.", "", "transport"),
    ("Hjo har framför allt tappat poäng i kategorin transporter.", "", "transport"),
    (
        "Kommunen fick maximal poäng i två kategorier – energi och organisation och förankring.",
        "energy organisation",
        "",
    ),
    ("De lägre poängen handlar om upphandling och transporter.", "", "procurement transport"),
    ("Mål, åtgärder och uppföljning är området där kommunen fått flest poäng.", "goals", ""),
    ("Kommunen arbetar starkt med energi.", "energy", ""),
    ("Vi är bra på att samarbeta, men upphandlingen haltar.", "", "procurement"),
    (
        "Energi toppar listan med 9 av 9 poäng, upphandling hamnar i botten med 2 av 9.",
        "energy",
        "procurement",
    ),
    ("Vi är glada över vårt höga betyg och jobbar nu vidare med energi.", "", ""),
    ("Kommunen har låga utsläpp från transporter.", "", ""),
    ("Bästa hälsningar från upphandling.", "", ""),
    ("Stark ökning av transporter.", "", ""),
    ("Högsta elpriset gäller energi på natten.", "", ""),
    ("Kommunen har mål för energi och transporter.", "", ""),
    ("Kansliet rekommenderar att kommunen antas.", "", ""),
]


@pytest.mark.parametrize(("text", "strong", "weak"), RATED)
def test_sentences_are_rated(text, strong, weak):
    found = rate(text)
    assert {r.area for r in found if r.rating is Rating.STRONG} == set(strong.split())
    assert {r.area for r in found if r.rating is Rating.WEAK} == set(weak.split())


def test_every_area_is_known_by_its_full_name_in_any_case():
    for area in wording().areas:
        for name in (area.name, area.name.upper(), area.name.lower(), area.name.replace(" och ", " & ")):
            assert [r.area for r in rate(f"Högst poäng fick kommunen för {name}.")] == [area.id]


def test_there_are_seven_areas():
    assert [area.name for area in wording().areas] == [
        "Mål, åtgärder och uppföljning",
        "Organisation och förankring",
        "Transporter",
        "Energi",
        "Samhällsplanering",
        "Upphandling",
        "Kommunikation och samarbete",
    ]


@pytest.mark.parametrize("entry", wording().areas, ids=lambda entry: entry.id)
def test_area_examples(entry):
    def found(text):
        return {hit.id for hit in wording().area_hits([word.form for word in words(text)])}

    for text in entry.match:
        assert entry.id in found(text), text
    for text in entry.no_match:
        assert entry.id not in found(text), text


@pytest.mark.parametrize("entry", wording().phrases, ids=lambda entry: entry.id)
def test_phrase_examples(entry):
    def found(text):
        hits = wording().phrase_hits([word.form for word in words(text)], *together)
        return {hit.id for _, hit in hits}

    own = PhraseKind(entry.kind)
    praise_and_blame = (PhraseKind.STRONG, PhraseKind.WEAK)  # looked for together: the longer wins
    together = praise_and_blame if own in praise_and_blame else (own,)
    assert entry.match
    for text in entry.match:
        assert entry.id in found(text), text
    for text in entry.no_match:
        assert entry.id not in found(text), text


def test_a_wrapped_sentence_is_one():
    text = "Kommunen fick som väntat allra högst poäng inom områdena\ntransporter och energi. Det var kul.\n\nSlut"  # noqa: E501
    assert [text[s.start : s.end] for s in sentences(text)] == [
        text[:86].split(". ")[0] + ".",
        "Det var kul.",
        "Slut",
    ]
    assert {r.area for r in rate(text)} == {"transport", "energy"}


@given(st.text(st.sampled_from("Energi starkast. •-\n ,12:ab"), max_size=120))
def test_sentences_cover_all_but_blanks_in_order(text):
    found = list(sentences(text))
    covered = set()
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end
        at = sentence.end
        covered.update(range(sentence.start, sentence.end))
    assert all(index in covered for index, char in enumerate(text) if not char.isspace())


@given(st.text(max_size=200))
def test_any_text_can_be_rated(text):
    for rated in rate(text):
        assert rated.area in wording().names
        assert text[rated.start : rated.end].strip()


def test_a_faulty_file_is_named(tmp_path):
    path = tmp_path / "evaluation.toml"
    path.write_text('[classes]\n[[phrase]]\nid = "x"\nkind = "good"\npatterns = ["a"]\n', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"evaluation\.toml, line 2: kind must be one of strong, weak"):
        Wording(RESOURCES / "areas.toml", path)


def test_a_faulty_pattern_is_told_with_its_file(tmp_path):
    path = tmp_path / "evaluation.toml"
    path.write_text('[[phrase]]\nid = "x"\nkind = "weak"\npatterns = ["a <inte>"]\n', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"evaluation\.toml: pattern 'a <inte>' names an unknown class"):
        Wording(RESOURCES / "areas.toml", path)
