"""A need typed by hand is answered in less than 100 ms on 200 rounds, once they are loaded."""

import statistics
import time

from pipeline.asking import Asking

QUESTIONS = (
    "hur får man in klimatet i budgetarbetet?",
    "klimatkrav i entreprenader",
    "Någon som har erfarenhet av att följa upp koldioxidbudgeten nämnd för nämnd?",
    "solceller på skoltak",
    "vad ska en flygresa kosta?",
    "vem har en energiplan",
)
ROUNDS = 200


def test_question_is_answered_in_time(example_run):
    statements = example_run[0].tables.rows()["statements"]
    documents = sorted({row["document_id"] for row in statements})
    many = [
        row | {"document_id": f"{row['document_id']}-{n}", "statement_id": f"{row['statement_id']}-{n}"}
        for n in range(-(-ROUNDS // len(documents)))
        for row in statements
    ]
    assert len({row["document_id"] for row in many}) >= ROUNDS
    asking = Asking(many)
    asking.who_can_help("en första fråga laddar ordlistorna")
    times = []
    for question in QUESTIONS:
        start = time.process_time()  # other work on the machine does not count
        assert asking.who_can_help(question)
        times.append(time.process_time() - start)
    print(f"\n{len(many)} statements: median {1000 * statistics.median(times):.0f} ms")
    assert statistics.median(times) < 0.1
