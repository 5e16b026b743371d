// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QString>

// Some sentences of each language, as people write them.
namespace megascope::texttesting::languages {

inline const QString english
    = QStringLiteral("The quick brown fox jumps over the lazy dog, and nobody minds.\n");
inline const QString german
    = QStringLiteral("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. Schöne Grüße!\n");
inline const QString french = QStringLiteral(
    "Dès Noël, où un zéphyr haï me vêt de glaçons würmiens, je dîne d’exquis rôtis de bœuf.\n");
inline const QString russian
    = QStringLiteral("Съешь же ещё этих мягких французских булок, да выпей чаю. Ошибка при чтении файла.\n");
inline const QString greek
    = QStringLiteral("Ταχίστη αλώπηξ βαφής ψημένη γη, δρασκελίζει υπέρ νωθρού κυνός. Καλημέρα σε όλους.\n");
inline const QString hebrew = QStringLiteral("דג סקרן שט בים מאוכזב ולפתע מצא חברה. שלום לכולם ובוקר טוב.\n");
inline const QString arabic
    = QStringLiteral("نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلف بجلد أزرق\n");
inline const QString turkish
    = QStringLiteral("Pijamalı hasta yağız şoföre çabucak güvendi. Işığı söndürüp gün doğmadan uyudu.\n");
inline const QString polish
    = QStringLiteral("Pchnąć w tę łódź jeża lub ośm skrzyń fig. Zażółć gęślą jaźń i dalej już nic.\n");
inline const QString japanese = QStringLiteral(
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。エラーが発生しました。\n");
inline const QString korean = QStringLiteral(
    "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다. 파일을 열 수 없습니다.\n");
inline const QString simplified
    = QStringLiteral("天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。打开文件时发生错误，请稍后再试。\n");
inline const QString traditional
    = QStringLiteral("天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。開啟檔案時發生錯誤，請稍後再試。\n");

} // namespace megascope::texttesting::languages
