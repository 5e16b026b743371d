// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HighlighterFormat.h"

#include <KLocalizedString>

#include <QColor>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace megascope {

namespace {

using namespace Qt::StringLiterals;

constexpr std::array<QLatin1StringView, colorRoles> roleNames{
    "negative"_L1, "neutral"_L1, "positive"_L1, "active"_L1, "link"_L1, "visited"_L1, "inactive"_L1};
constexpr qsizetype longestName = 200;
constexpr qsizetype mostWildcards = 100;
constexpr qsizetype longestQuote = 60; // of a file, in a message

QString nameOf(QRgb color)
{
    return QColor::fromRgb(color).name();
}

QJsonValue jsonOf(const HighlightColor& color)
{
    if (color.kind == HighlightColor::Kind::Role)
        return QString(roleNames[static_cast<std::size_t>(color.role)]);
    if (!qAlpha(color.dark))
        return nameOf(color.light);
    return QJsonObject{{"light"_L1, nameOf(color.light)}, {"dark"_L1, nameOf(color.dark)}};
}

QJsonObject jsonOf(const HighlightRule& rule)
{
    QJsonObject json{{"pattern"_L1, QString::fromStdString(rule.pattern.text)},
        {"kind"_L1, rule.pattern.kind == Pattern::Kind::Regex ? u"regex"_s : u"text"_s},
        {"scope"_L1, rule.scope == HighlightRule::Scope::Line ? u"line"_s : u"match"_s},
        {"matchCase"_L1, rule.pattern.matchCase}, {"wholeWord"_L1, rule.pattern.wholeWord},
        {"bold"_L1, rule.bold}, {"italic"_L1, rule.italic}, {"enabled"_L1, rule.isEnabled}};
    if (rule.text.isSet())
        json.insert("text"_L1, jsonOf(rule.text));
    if (rule.ground.isSet())
        json.insert("ground"_L1, jsonOf(rule.ground));
    return json;
}

// Takes members out of an object, and remembers the first thing that was wrong.
class ObjectReader {
public:
    ObjectReader(QJsonObject object, QString where)
        : m_object(std::move(object))
        , m_where(std::move(where))
    {
    }

    void fail(const QString& member, const QString& what)
    {
        if (m_error.isEmpty())
            m_error = i18nc("@info where in a file: what is wrong", "%1“%2”: %3", m_where,
                member.simplified().left(longestQuote), what);
    }

    QString text(QLatin1StringView member, const QString& fallback)
    {
        const QJsonValue value = m_object.take(member);
        if (!value.isUndefined() && !value.isString())
            fail(member, i18n("this is no text"));
        return value.toString(fallback);
    }

    bool flag(QLatin1StringView member, bool fallback)
    {
        const QJsonValue value = m_object.take(member);
        if (!value.isUndefined() && !value.isBool())
            fail(member, i18n("this is neither true nor false"));
        return value.toBool(fallback);
    }

    QJsonArray list(QLatin1StringView member, qsizetype most)
    {
        const QJsonValue value = m_object.take(member);
        if (!value.isUndefined() && !value.isArray())
            fail(member, i18n("this is no list"));
        if (value.toArray().size() > most)
            fail(member, i18n("there are more than %1", most));
        return value.toArray();
    }

    // One of two words.
    bool isSecond(QLatin1StringView member, QLatin1StringView first, QLatin1StringView second)
    {
        const QString word = text(member, first);
        if (word != first && word != second)
            fail(member, i18n("this is neither “%1” nor “%2”", QString(first), QString(second)));
        return word == second;
    }

    HighlightColor color(QLatin1StringView member)
    {
        const QJsonValue value = m_object.take(member);
        if (value.isUndefined())
            return {};
        if (value.isObject()) {
            QJsonObject both = value.toObject();
            const QRgb light = fixedColor(member, both.take("light"_L1).toString());
            const QRgb dark = fixedColor(member, both.take("dark"_L1).toString());
            if (!both.isEmpty())
                fail(member,
                    i18n("there is no “%1” of a color", both.keys().front().simplified().left(longestQuote)));
            return HighlightColor::fixed(light, dark);
        }
        const QString name = value.toString();
        if (const auto role = std::ranges::find(roleNames, name); role != roleNames.end())
            return HighlightColor::of(static_cast<ColorRole>(role - roleNames.begin()));
        return HighlightColor::fixed(fixedColor(member, name));
    }

    QJsonValue take(QLatin1StringView member) { return m_object.take(member); }

    // To be called at last: what is wrong, or empty.
    [[nodiscard]] QString error()
    {
        if (!m_object.isEmpty())
            fail(m_object.keys().front(), i18n("nobody knows this"));
        return m_error;
    }

private:
    QRgb fixedColor(QLatin1StringView member, const QString& name)
    {
        const bool isWritten = name.size() == 7 && name.startsWith(u'#');
        const QColor color = isWritten ? QColor::fromString(name) : QColor();
        if (!color.isValid())
            fail(member, i18n("this is no color, as #rrggbb or “negative” are"));
        return color.rgb();
    }

    QJsonObject m_object;
    QString m_where;
    QString m_error;
};

std::expected<HighlightRule, QString> ruleFrom(const QJsonValue& json, qsizetype number)
{
    const QString where = i18nc("@info where in a file, before what is wrong", "rule %1, ", number);
    if (!json.isObject())
        return std::unexpected(i18n("rule %1 is no object", number));
    ObjectReader reader(json.toObject(), where);
    HighlightRule rule;
    rule.pattern.text = reader.text("pattern"_L1, {}).toStdString();
    rule.pattern.kind
        = reader.isSecond("kind"_L1, "text"_L1, "regex"_L1) ? Pattern::Kind::Regex : Pattern::Kind::Text;
    rule.pattern.matchCase = reader.flag("matchCase"_L1, true);
    rule.pattern.wholeWord = reader.flag("wholeWord"_L1, false);
    rule.scope = reader.isSecond("scope"_L1, "match"_L1, "line"_L1) ? HighlightRule::Scope::Line
                                                                    : HighlightRule::Scope::Match;
    rule.text = reader.color("text"_L1);
    rule.ground = reader.color("ground"_L1);
    rule.bold = reader.flag("bold"_L1, false);
    rule.italic = reader.flag("italic"_L1, false);
    rule.isEnabled = reader.flag("enabled"_L1, true);
    if (const QString problem = patternProblem(rule.pattern); !problem.isEmpty())
        reader.fail(u"pattern"_s, problem);
    if (QString error = reader.error(); !error.isEmpty())
        return std::unexpected(std::move(error));
    return rule;
}

} // namespace

QString patternProblem(const Pattern& pattern)
{
    const auto compiled = compilePattern(pattern, TextFormat{});
    if (compiled)
        return {};
    const PatternError& error = compiled.error();
    const QString before = QString::fromUtf8(pattern.text.data(), static_cast<qsizetype>(error.position));
    return i18nc("@info what is wrong with a pattern, and where", "%1, at character %2",
        QString::fromStdString(error.message), before.size() + 1);
}

QString ruleProblem(const HighlighterSet& set)
{
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        if (const QString problem = patternProblem(set.rules[i].pattern); !problem.isEmpty())
            return i18n("“%1”, rule %2: %3", set.name, qlonglong(i) + 1, problem);
    }
    return {};
}

QByteArray highlighterToJson(const HighlighterSet& set)
{
    QJsonArray rules;
    for (const HighlightRule& rule : set.rules)
        rules.append(jsonOf(rule));
    const QJsonObject json{{"megascopeHighlighters"_L1, highlighterFormatVersion}, {"name"_L1, set.name},
        {"files"_L1, QJsonArray::fromStringList(set.files)}, {"rules"_L1, rules}};
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

std::expected<HighlighterSet, QString> highlighterFromJson(const QByteArray& json)
{
    if (json.size() > largestHighlighterFile)
        return std::unexpected(i18n("this is too large for a set of highlighters"));
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsing);
    if (parsing.error != QJsonParseError::NoError) {
        const auto line
            = std::ranges::count(json.first(std::min<qsizetype>(parsing.offset, json.size())), '\n') + 1;
        return std::unexpected(i18n("line %1: %2", qlonglong(line), parsing.errorString()));
    }
    if (!document.isObject() || !document.object().contains("megascopeHighlighters"_L1))
        return std::unexpected(i18n("this is no set of highlighters"));
    ObjectReader reader(document.object(), {});
    if (const QJsonValue version = reader.take("megascopeHighlighters"_L1);
        version.toInteger() != highlighterFormatVersion)
        return std::unexpected(i18n("this is of a version that is not known here"));
    HighlighterSet set;
    set.name = reader.text("name"_L1, {}).trimmed();
    if (set.name.isEmpty() || set.name.size() > longestName)
        reader.fail(u"name"_s, i18n("there is none, or it is too long"));
    for (const QJsonValue& wildcard : reader.list("files"_L1, mostWildcards)) {
        if (!wildcard.isString())
            reader.fail(u"files"_s, i18n("this is no text"));
        set.files.append(wildcard.toString());
    }
    const QJsonArray rules = reader.list("rules"_L1, mostRules);
    if (QString error = reader.error(); !error.isEmpty())
        return std::unexpected(std::move(error));
    for (const QJsonValue& one : rules) {
        std::expected<HighlightRule, QString> rule = ruleFrom(one, std::ssize(set.rules) + 1);
        if (!rule)
            return std::unexpected(rule.error());
        set.rules.push_back(*std::move(rule));
    }
    return set;
}

} // namespace megascope
