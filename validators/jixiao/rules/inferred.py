"""JX409, and what inference found out about a form whose profile nobody named."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.finding import Severity
from jixiao.rules.framework import Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.rules.subject import Subject
    from jixiao.scoring import Profile


class Tally(NamedTuple):
    """What one profile with one rounding explains: deducted rows, and whether it gives the printed execution score.

    execution is None where there is no execution score to explain; is_enough: whether so many rows are convincing.
    """

    profile: Profile
    rows: int
    execution: bool | None
    is_enough: bool

    @property
    def explained(self) -> int:
        """Rows and the execution score, each as one."""
        return self.rows + bool(self.execution)


class Inference(NamedTuple):
    """The profile that explains most of a form, with its rounding.

    deducted: how many rows lost points for a missed numeric target; tallies: the best of each profile, best first;
    is_convincing: False where no profile explains the form (JX409).
    """

    profile: Profile
    deducted: int
    tallies: tuple[Tally, ...]
    is_convincing: bool


@rule(
    "JX409",
    "profile-unexplained",
    Severity.WARNING,
    "{cell}扣分的{deducted}行，没有一种评分口径能解释过半：{seen}。"
    "请用 --profile 指明本地口径，或附评分办法，问财政部门；逐行得分未作核对。",
    needs=("score", "weight", "target", "actual"),
)
def profile_unexplained(subject: Subject) -> Iterator[Hit]:
    """没有评分口径能解释扣分

    没有指明口径时，由扣分行推断口径：哪一种口径（连同取到分、一位小数或整数）算出的得分与表上相同的行最多。
    有数字目标而未完成的扣分行有两行以上，最好的口径也解释不到一半（取一位小数或整数的，不到三分之二；未完成而得满分、
    口径给不出满分的行算作不能解释）时，只提示这一条，不再逐行报 JX401、JX403，也不报 JX202。

    违反示例
        四行扣分，每行不论差多少都扣1分

    正确示例
        四行扣分，每行得分＝完成值÷指标值×分值

    依据
        财预〔2020〕10号（定量指标按完成比例得分）；各地另有规定的从其规定

    怎样改
        本地有评分办法的，用 --profile 指明口径文件；没有的，按财政部门通知逐行复算得分。

    可调参数
        评分口径（--profile）
    """
    found = subject.unexplained
    if found is None:
        return
    lead = next((scored for scored in subject.scored if scored.lost and scored.lost > 0), None)
    cell = lead.score_cell if lead is not None else subject.form.headings["score"]
    best = found.tallies[0]
    seen = f"最接近的 {best.profile.name} 解释{best.rows}/{found.deducted}行" if best.rows else "各口径都解释不了"
    yield Hit(cell, "得分", seen, details={"deducted": str(found.deducted)})
