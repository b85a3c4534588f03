"""The component ``runda_evaluation``: a page about a member's evaluation is no minutes."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.evaluations import classify, read_evaluation, to_doc
from pipeline.members import gazetteer


class EvaluationPages:
    """Comes first: tells evaluation pages by their words and reads them, so that nobody "speaks" there."""

    def __call__(self, doc: Doc) -> Doc:
        """Set kind, title, date and `doc._.evaluation` where the text is such a page."""
        resolve = gazetteer().resolve
        if classify(doc.text, resolve):
            found = read_evaluation(doc.text, resolve)
            if found is not None:
                to_doc(doc, found)
        return doc


@Language.factory("runda_evaluation")
def create_evaluation(nlp: Language, name: str) -> EvaluationPages:
    """Make the component; it has no settings."""
    return EvaluationPages()
