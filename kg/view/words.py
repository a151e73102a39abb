"""Every word of the interface, English and Chinese side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: key -> (English, Chinese); ``{…}`` is filled in by the page's script or template
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "skip": ("Skip to the list", "跳到列表"),
    "search": ("Search names", "搜索名称"),
    "search_none": ("Nothing has that name here.", "这里没有这个名称。"),
    "picture": ("Picture", "图"),
    "list": ("List", "列表"),
    "views": ("How to show it", "显示方式"),
    "language": ("中文", "English"),
    "language_hint": ("用中文显示", "Show in English"),
    "theme": ("Light or dark", "浅色或深色"),
    "save": ("Save PNG", "保存 PNG"),
    "fit": ("Show all", "显示全部"),
    "zoom_in": ("Zoom in", "放大"),
    "zoom_out": ("Zoom out", "缩小"),
    "legend": ("Legend", "图例"),
    "legend_hint": ("Choose a line to hide or show it.", "点选一项可隐藏或显示。"),
    "relations": ("Relations", "关系"),
    "more_relations": ("More relations", "更多关系"),
    "kinds": ("Kinds", "类别"),
    "reset": ("Show everything", "全部显示"),
    "arrow": (
        "Arrows run from a base to what was made from it.",
        "箭头从来源指向由其产生的事物。",
    ),
    "dotted": ("Dotted: inferred, reported or hedged.", "点线：推断、转述或推测。"),
    "dashed": ("Dashed box: a stub, only its name is known.", "虚线框：仅知其名的占位条目。"),
    "shown": ("Shown:", "图中："),
    "models": ("models", "个模型"),
    "models_one": ("model", "个模型"),
    "things": ("other things", "个其他事物"),
    "things_one": ("other thing", "个其他事物"),
    "links": ("relations", "条关系"),
    "links_one": ("relation", "条关系"),
    "ancestors": ("ancestors", "个祖先"),
    "ancestors_one": ("ancestor", "个祖先"),
    "descendants": ("descendants", "个后代"),
    "descendants_one": ("descendant", "个后代"),
    "close": ("Close", "关闭"),
    "details": ("Details", "详情"),
    "facts": ("Facts", "事实"),
    "no_facts": ("No further facts are recorded.", "没有记录其他事实。"),
    "connections": ("Connections", "关联"),
    "claims": ("Claims", "主张"),
    "no_claims": ("No claim is attached.", "没有附带主张。"),
    "claim_count": ("{n} claims", "{n} 条主张"),
    "characters": ("characters {start}–{end}", "第 {start}–{end} 个字符"),
    "stated": ("stated", "明确陈述"),
    "reported": ("reported", "转述"),
    "hedged": ("hedged", "推测"),
    "inferred": ("inferred", "推断"),
    "denied": ("denied", "否认"),
    "disputed": ("disputed", "有争议"),
    "stub": ("stub", "占位"),
    "stub_note": (
        "A stub: a source names it, and nothing more is known here.",
        "占位条目：有来源提到它，此处没有更多信息。",
    ),
    "through": ("through {name}", "经由 {name}"),
    "more": ("{n} more", "另有 {n} 个"),
    "more_note": (
        "{n} more made from it are not shown here.",
        "另有 {n} 个由其产生的模型未在此显示。",
    ),
    "focus": ("In focus", "当前条目"),
    "made_from": ("Built on", "基于"),
    "made_into": ("Built from it", "由其衍生"),
    "lineages": ("Lineages", "谱系"),
    "other_models": ("Other models", "其他模型"),
    "others": ("Datasets, methods, institutions and the rest", "数据集、方法、机构及其他"),
    "sources": ("Sources", "来源文献"),
    "above": ("(see above)", "（见上文）"),
    "below": ("(continued below)", "（下文继续）"),
    "alone": (
        "No source here says what it is built on, what it was made with or what was built from it.",
        "此处没有来源说明它基于什么、用什么制成，或由其衍生了什么。",
    ),
    "empty": ("There is nothing to show.", "没有可显示的内容。"),
    "stage": (
        "Picture of the graph. Arrow keys move between neighbours, Enter opens the details, "
        "Escape closes them.",
        "图谱。方向键在相邻项之间移动，回车打开详情，Esc 关闭。",
    ),
    "noscript": (
        "The picture needs JavaScript; nothing is loaded from a network. The list below holds the "
        "same lineage.",
        "图需要 JavaScript，且不会从网络加载任何内容。下面的列表包含同样的谱系。",
    ),
    "failed": (
        "The picture could not be drawn. The list holds the same lineage.",
        "无法绘制图。列表包含同样的谱系。",
    ),
    "saved": ("Picture saved.", "图已保存。"),
    "made_by": (
        "Made by Pedigree, from claims and their sources.",
        "由 Pedigree 根据主张及其来源生成。",
    ),
}

#: class of a node -> (English, Chinese)
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "Model": ("Model", "模型"),
    "ModelFamily": ("Model family", "模型家族"),
    "Checkpoint": ("Checkpoint", "检查点"),
    "Institution": ("Institution", "机构"),
    "Person": ("Person", "人物"),
    "Account": ("Account", "账号"),
    "Dataset": ("Dataset", "数据集"),
    "Method": ("Method", "方法"),
    "Architecture": ("Architecture", "架构"),
    "Software": ("Software", "软件"),
    "Benchmark": ("Benchmark", "评测基准"),
    "License": ("Licence", "许可证"),
    "Paper": ("Paper", "论文"),
    "Platform": ("Platform", "平台"),
    "Language": ("Language", "语言"),
    "Hardware": ("Hardware", "硬件"),
    "Place": ("Place", "地点"),
}

#: relation -> what its line is called (English, Chinese): a noun, since the line is read both ways
LINES: Final[Mapping[str, tuple[str, str]]] = {
    "finetune": ("fine-tuning", "微调"),
    "continued-pretraining": ("continued pre-training", "继续预训练"),
    "adapter": ("adapter", "适配器"),
    "merge": ("merge", "合并"),
    "distillation": ("distillation", "蒸馏"),
    "quantized": ("quantization", "量化"),
    "multimodal": ("component", "组成部分"),
    "conversion": ("conversion", "转换"),
    "pruning": ("pruning", "剪枝"),
    "upcycled": ("upcycling", "升级改造"),
    "unspecified": ("derivation", "衍生"),
    "architecture-of": ("architecture", "架构"),
    "trained-from-scratch": ("recipe", "训练方案"),
    "variantOf": ("variant", "变体"),
    "trainedOn": ("training data", "训练数据"),
    "pretrainedOn": ("pre-training data", "预训练数据"),
    "fineTunedOn": ("fine-tuning data", "微调数据"),
    "alignedOn": ("alignment data", "对齐数据"),
    "datasetDerivedFrom": ("source data", "数据来源"),
    "generatedBy": ("generator", "生成模型"),
    "learnedFromOutputsOf": ("teacher", "教师模型"),
    "usesMethod": ("method", "方法"),
    "developedBy": ("developer", "开发者"),
    "publishedBy": ("publisher", "发布者"),
}

#: the classes that weights flow between; everything else stands beside the lineage
MODELS: Final = frozenset({"Model", "ModelFamily", "Checkpoint"})
