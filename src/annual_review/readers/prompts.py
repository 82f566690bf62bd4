"""What the forms of Word say where nobody filled them in, in its main languages."""

from __future__ import annotations

PROMPTS = (
    "click here", "click here to enter text", "click or tap here to enter text",
    "click to enter text", "click or tap to enter text", "choose an item", "choose a date",
    "click here to enter a date", "click or tap to enter a date",
    "click or tap here to enter a date",
    "cliquez ici pour entrer du texte", "cliquez ici pour taper du texte",
    "cliquez ou appuyez ici pour entrer du texte", "choisissez un élément",
    "cliquez ici pour entrer une date", "cliquez ou appuyez ici pour entrer une date",
    "cliquez ou appuyez pour entrer une date",
    "haga clic aquí para escribir texto", "haga clic o pulse aquí para escribir texto",
    "elija un elemento", "haga clic aquí para escribir una fecha",
    "haga clic aquí o pulse para escribir una fecha",
    "haga clic o pulse aquí para escribir una fecha",
    "clique aqui para introduzir texto", "clique ou toque aqui para introduzir texto",
    "clique aqui para digitar texto", "clique ou toque aqui para inserir o texto",
    "escolha um item", "escolher um item", "clique aqui para introduzir uma data",
    "clique ou toque para introduzir uma data", "clique aqui para inserir uma data",
    "clique ou toque aqui para inserir uma data",
    "klicken sie hier, um text einzugeben", "klicken oder tippen sie hier, um text einzugeben",
    "wählen sie ein element aus", "klicken sie hier, um ein datum einzugeben",
    "klicken oder tippen sie, um ein datum einzugeben",
    "fare clic qui per immettere testo", "fare clic o toccare qui per immettere il testo",
    "scegliere un elemento", "fare clic qui per immettere una data",
    "fare clic o toccare qui per immettere una data",
    "klik hier als u tekst wilt invoeren", "klik of tik om tekst in te voeren",
    "kies een item", "klik hier als u een datum wilt invoeren",
    "klik of tik om een datum in te voeren",
    "kliknij tutaj, aby wprowadzić tekst", "kliknij lub naciśnij tutaj, aby wprowadzić tekst",
    "wybierz element", "kliknij tutaj, aby wprowadzić datę",
    "kliknij lub naciśnij, aby wprowadzić datę",
    "место для ввода текста", "выберите элемент", "место для ввода даты",
    "انقر أو اضغط هنا لإدخال نص", "انقر هنا لإدخال نص", "اختر عنصراً",
    "انقر أو اضغط لإدخال تاريخ", "انقر هنا لإدخال تاريخ",
    "单击此处输入文字", "单击或点击此处输入文字", "选择一项",
    "单击此处输入日期", "单击或点击此处输入日期",
)  # fmt: skip
"""In small letters, without the full stop at their end."""
ENDS = " \t\n/|.,;–-。"
"""What may stand behind a prompt."""

_KNOWN = frozenset(PROMPTS)


def is_prompt(text: str) -> bool:
    """Whether a text is a prompt from beginning to end, or nothing."""
    words = " ".join(text.lower().split()).rstrip(ENDS)
    return not words or words in _KNOWN
