"""The order of a review's questions, what follows from an answer, and the way back."""

from dataclasses import replace

from app.domain.question import Kind, Question, Review
from app.engine.requests.faces import AssignFaces, DenyFaces, IgnoreFaces, SayApart, SaySame
from app.engine.requests.people import Merge, SayTwo
from app.ui.photos import replies
from app.ui.photos.questions import Questions
from app.ui.photos.replies import Answer, Reply

INES, CARL = 1, 2
IS = Question(Kind.IS, ((1, 2, 3),), (INES,), (CARL,))
WHO = Question(Kind.WHO, ((4, 5),), (), (CARL,))
SAME = Question(Kind.SAME, ((4, 5), (6,)))
ODD = Question(Kind.ODD, ((7,), (8, 9), (10,)), (CARL,))
STRANGERS = Question(Kind.STRANGERS, ((11,), (12,), (13,)))
WHO_50 = replace(WHO, groups=((50, 51),))
ALL = (IS, WHO, SAME, ODD, STRANGERS)


def _questions(*asked: Question) -> Questions:
    made = Questions()
    made.take(Review(asked or ALL), 0)
    return made


def _told(questions: Questions, reply: Reply | None, answer: Answer = "told") -> None:
    assert reply is not None
    questions.answer(answer, reply)


def _carl(question: Question) -> Reply:
    return replies.named(question, CARL)


def _yes(questions: Questions) -> None:
    assert questions.current is not None
    _told(questions, replies.yes(questions.current), "named")


def test_questions_come_as_planned_but_for_those_about_faces_just_answered_about() -> None:
    asked = _questions()
    assert (asked.current, asked.following, asked.left) == (IS, WHO, 5)
    _yes(asked)
    _told(asked, replies.pick(WHO, 0), "named")
    assert asked.current == ODD, "the same faces are not asked about by an old plan"
    assert asked.settled() == {"named": 5}


def test_after_no_comes_the_same_face_with_those_it_may_be_by_number() -> None:
    asked = _questions()
    _told(asked, replies.no(IS))
    assert asked.current == Question(Kind.WHO, IS.groups, (), (CARL,))
    reply = replies.pick(asked.current, 0)
    assert reply == Reply(AssignFaces((1, 2, 3), CARL), (), 3)
    assert replies.pick(asked.current, 1) is None


def test_a_new_plan_leaves_the_question_shown_and_what_was_answered_since() -> None:
    asked = _questions()
    _yes(asked)
    since = asked.done
    _told(asked, replies.stranger(WHO), "stranger")
    assert asked.current == ODD
    better = Question(Kind.IS, ((11, 12),), (INES,))
    asked.take(Review((better, *ALL)), since)
    assert (asked.current, asked.following) == (ODD, better)
    assert asked.left == 4, "IS was answered before the plan: it is asked again if the plan says so"


def test_what_is_left_open_is_not_asked_again() -> None:
    asked = _questions(IS, WHO)
    _told(asked, Reply(), "skipped")
    asked.take(Review((IS, WHO)), asked.done)
    assert (asked.current, asked.left) == (WHO, 1)
    asked.back()
    assert (asked.current, asked.following) == (IS, WHO)
    assert asked.last_was_written() is None


def test_answers_are_counted_and_taken_back() -> None:
    asked = _questions(IS, ODD)
    _told(asked, replies.no(IS))
    assert asked.last_was_written()
    _told(asked, replies.not_a_face(asked.current or IS), "not a face")
    assert (asked.current, asked.settled()) == (ODD, {"not a face": 3})
    asked.back()
    assert asked.current is not None
    assert asked.current.kind is Kind.WHO
    asked.back()
    assert (asked.current, asked.following, asked.done) == (IS, ODD, 0)


def test_a_refused_answer_is_asked_about_again() -> None:
    asked = _questions(IS, WHO, STRANGERS)
    _yes(asked)
    _told(asked, replies.stranger(WHO), "stranger")
    asked.back(IS)
    assert (asked.current, asked.following) == (IS, STRANGERS)
    assert asked.settled() == {"stranger": 2}


def test_whoever_is_picked_out_is_told_apart_and_the_others_are_asked_about_again() -> None:
    asked = _questions(ODD)
    reply = replies.pick(ODD, 1)
    assert reply == Reply(DenyFaces((8, 9), CARL), (replace(ODD, groups=((7,), (10,))),))
    _told(asked, reply)
    _told(asked, replies.yes(asked.current or ODD))
    assert asked.current is None
    known = replies.pick(STRANGERS, 2)
    assert known == Reply(None, (Question(Kind.WHO, ((13,),)), Question(Kind.STRANGERS, ((11,), (12,)))))


def test_what_yes_and_no_write() -> None:
    assert replies.yes(ODD) == Reply(AssignFaces((7, 8, 9, 10), CARL), (), 4)
    assert replies.yes(SAME) == Reply(SaySame((4, 5, 6), (2, 1)), (), 1)
    assert replies.no(SAME) == Reply(SayApart((4, 5), (6,), (2, 1)))
    many = replace(SAME, groups=(tuple(range(20)), tuple(range(30, 60))))
    assert replies.yes(many) == Reply(SaySame((*range(6), *range(30, 36)), (20, 30)), (), 20), (
        "the best stand for all"
    )
    two = Question(Kind.TWO, ((1,), (2, 3)), (INES, CARL))
    assert replies.yes(two) == Reply(Merge(INES, CARL, apart=True), (), 1)
    assert replies.no(two) == Reply(SayTwo(INES, CARL))
    assert replies.no(STRANGERS) == Reply(IgnoreFaces((11, 12, 13)), (), 3)
    assert replies.yes(replace(ODD, doubted=True)) == Reply()
    aside = replace(IS, aside=True)
    assert replies.yes(aside) == Reply(AssignFaces((1, 2, 3), INES), (), 3)
    assert replies.no(aside) == replies.stranger(aside) == Reply(DenyFaces((1, 2, 3), INES))
    for question, reply in (
        (WHO, replies.yes),
        (WHO, replies.no),
        (ODD, replies.no),
        (ODD, replies.stranger),
    ):
        assert reply(question) is None


def test_clusters_set_aside_in_a_row_are_counted_and_taken_back() -> None:
    crowd = Question(Kind.STRANGERS, ((20, 21), (22, 23), (24,)))
    asked = _questions(WHO, replace(WHO, groups=((30,),)), crowd, replace(WHO, groups=((40, 41),)), WHO_50)
    counted = []
    for reply in (replies.stranger, replies.stranger, replies.no, _carl, replies.stranger):
        assert asked.current is not None
        said = reply(asked.current)
        assert said is not None
        asked.answer(said.answer, said)
        counted.append(asked.runs)
    assert counted == [(1,), (1,), (3,), (3, 0), (3, 1)], "one face alone tells nothing about clusters"
    for runs in counted[-2::-1]:
        asked.back()
        assert asked.runs == runs


def test_once_a_cluster_is_picked_out_the_others_are_asked_about_one_by_one() -> None:
    crowd = Question(Kind.STRANGERS, ((20, 21), (22, 23), (24, 25)))
    asked = _questions(WHO, crowd, IS)
    _told(asked, replies.stranger(WHO), "stranger")
    picked, *others = (Question(Kind.WHO, (crowd.groups[place],)) for place in (1, 0, 2))
    _told(asked, replies.pick(crowd, 1))
    assert (asked.current, asked.following) == (picked, others[0])
    asked.back()
    assert (asked.current, asked.following, asked.runs) == (crowd, IS, (1,))
    _told(asked, replies.pick(crowd, 1))
    _told(asked, _carl(picked), "named")
    assert (asked.current, asked.following, asked.runs) == (others[0], others[1], (1, 0))
    asked.take(Review((others[1], others[0], IS)), asked.done)
    assert (asked.current, asked.following, asked.left) == (others[0], others[1], 4)
    asked.back()
    assert (asked.current, asked.runs) == (picked, (1,))


def test_what_was_left_open_is_not_asked_about_in_a_crowd() -> None:
    crowd = Question(Kind.STRANGERS, ((20, 21), WHO.groups[0], (24, 25)))
    asked = _questions(WHO, IS)
    _told(asked, Reply(), "skipped")
    asked.take(Review((crowd, Question(Kind.STRANGERS, WHO.groups))), asked.done)
    assert asked.following == Question(Kind.STRANGERS, ((20, 21), (24, 25)))
    assert asked.left == 2, "no question is left of nobody"
    asked.answer("named", _carl(IS))
    _told(asked, Reply(), "skipped")
    asked.take(Review((Question(Kind.STRANGERS, ((20, 21), (26, 27))),)), asked.done)
    assert asked.current == Question(Kind.STRANGERS, ((26, 27),))


def test_of_a_crowd_the_others_are_asked_about_while_one_is_shown() -> None:
    asked = _questions(WHO, IS)
    asked.take(Review((Question(Kind.STRANGERS, (*WHO.groups, (20, 21), (22, 23))), IS)), 0)
    assert (asked.current, asked.following) == (WHO, Question(Kind.STRANGERS, ((20, 21), (22, 23))))
    asked.take(Review((Question(Kind.STRANGERS, WHO.groups), IS)), 0)
    assert asked.following == IS, "no question is left of nobody"


def test_who_is_named_set_aside_or_no_face_is_counted_by_what_is_written() -> None:
    none_of_them = replies.no(STRANGERS)
    assert none_of_them is not None
    assert none_of_them.answer == "stranger"
    assert [reply and reply.answer for reply in (replies.yes(ODD), replies.pick(IS, 0))] == ["named"] * 2
    assert [reply and reply.answer for reply in (replies.no(IS), replies.yes(SAME))] == ["told"] * 2
    assert Reply().answer == "told"


def test_halves_are_asked_about_in_place_of_the_whole_and_that_is_taken_back() -> None:
    asked, halves = _questions(WHO, SAME, ODD), Question(Kind.SAME, ((4,), (5,)))
    _told(asked, Reply(None, (halves,)))
    assert (asked.current, asked.following) == (halves, ODD)
    assert asked.last_was_written() is False
    asked.back()
    assert (asked.current, asked.following) == (WHO, ODD)


def test_names_given_in_one_answer_are_checked_at_the_end_nine_at_a_time() -> None:
    named = [Question(Kind.WHO, ((one, one + 1),)) for one in range(100, 120, 2)]
    asked = _questions(*named, IS)
    for question in named:
        _told(asked, _carl(question), "named")
    asked.take(Review((IS,)), asked.done)
    groups = tuple(one.groups[0] for one in named)
    assert (asked.current, asked.following, asked.left) == (IS, Question(Kind.NAMES, groups[:9]), 3)
    _yes(asked)
    check = asked.current
    assert check is not None
    assert (check.groups, asked.following) == (groups[:9], Question(Kind.NAMES, groups[9:]))
    picked = Question(Kind.WHO, groups[2:3], doubted=True)
    _told(asked, replies.pick(check, 2))
    assert (asked.current, asked.following) == (picked, replace(check, groups=groups[:2] + groups[3:9]))
    _told(asked, _carl(picked), "named")
    asked.take(Review(()), asked.done)
    again = Question(Kind.NAMES, groups[:2] + groups[3:9])
    assert (asked.current, asked.following) == (again, Question(Kind.NAMES, (groups[9], groups[2])))
    asked.back()
    assert asked.current == picked
    asked.back()
    assert asked.current == check
    _told(asked, replies.yes(check))
    asked.take(Review(()), asked.done)
    assert (asked.current, asked.left) == (Question(Kind.NAMES, groups[9:]), 1), (
        "what is right is not asked again"
    )
    assert asked.settled()["named"] == 23
    _told(asked, replies.no(Question(Kind.NAMES, groups[9:])))
    asked.answer("stranger", Reply())
    assert asked.settled() == {"named": 21, "stranger": 2}, "a face counts once"


def test_a_name_that_was_told_of_since_and_one_of_a_single_face_are_not_checked() -> None:
    one, doubt = replace(WHO, groups=((60,),)), replace(IS, groups=WHO.groups, doubted=True)
    asked = _questions(WHO, WHO_50, one, doubt)
    for question in (WHO, WHO_50, one):
        _told(asked, _carl(question), "named")
    asked.take(Review((doubt,)), asked.done)
    assert (asked.current, asked.following) == (doubt, Question(Kind.NAMES, (*WHO.groups, *WHO_50.groups)))
    _told(asked, replies.yes(doubt))
    assert (asked.current, asked.left) == (Question(Kind.NAMES, WHO_50.groups), 1)


def test_a_wrong_name_is_told_by_number_or_where_it_is_the_only_one_by_no() -> None:
    names = Question(Kind.NAMES, ((20, 21), (22, 23)))
    alone = replace(names, groups=names.groups[:1])
    picked = Question(Kind.WHO, names.groups[:1], doubted=True)
    assert (replies.yes(names), replies.no(names)) == (Reply(), None)
    assert replies.pick(names, 0) == Reply(None, (picked, replace(names, groups=names.groups[1:])))
    assert replies.no(alone) == Reply(None, (picked,))
    assert not replies.can_split(picked), "its name is told first"
    for reply in (replies.stranger, replies.not_a_face):
        assert reply(names) is None
