// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/NumberPattern.h"

#include "core/file/FormatText.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

namespace megascope {
namespace {

using Kind = NumberForm::Kind;

constexpr std::string_view blanks = " \t";
constexpr std::string_view alignedWord = "aligned";
constexpr std::size_t sizes[] = {8, 4, 2, 1};

std::unexpected<PatternError> wrongNumber(std::string message, std::size_t position)
{
    return std::unexpected(PatternError{std::move(message), position});
}

std::unexpected<PatternError> misfit(std::string_view value, const NumberForm& form, std::size_t position)
{
    return wrongNumber(formatText("{} does not fit into {}", value, nameOf(form)), position);
}

struct Integer {
    std::uint64_t magnitude = 0;
    bool isNegative = false;
    bool isTooLarge = false;
};

std::expected<Integer, PatternError> readInteger(std::string_view text)
{
    Integer read;
    std::size_t at = 0;
    if (text.starts_with('-') || text.starts_with('+')) {
        read.isNegative = text[0] == '-';
        at = 1;
    }
    int base = 10;
    if (text.substr(at).starts_with("0x") || text.substr(at).starts_with("0X")) {
        base = 16;
        at += 2;
    }
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data() + at, end, read.magnitude, base);
    read.isTooLarge = result.ec == std::errc::result_out_of_range;
    if (result.ec == std::errc::invalid_argument)
        return wrongNumber("this is no number", at);
    if (result.ptr != end)
        return wrongNumber("this is no integer", static_cast<std::size_t>(result.ptr - text.data()));
    return read;
}

// Nothing when it does not fit.
std::optional<std::uint64_t> bitsOf(const Integer& integer, const NumberForm& form)
{
    const unsigned width = static_cast<unsigned>(form.size) * 8;
    const std::uint64_t all = ~std::uint64_t{0} >> (64 - width);
    const std::uint64_t most = form.kind == Kind::Signed ? all >> 1 : all;
    if (integer.isTooLarge)
        return std::nullopt;
    if (!integer.isNegative || integer.magnitude == 0)
        return integer.magnitude <= most ? std::optional(integer.magnitude) : std::nullopt;
    if (form.kind != Kind::Signed || integer.magnitude > most + 1)
        return std::nullopt;
    return (~integer.magnitude + 1) & all;
}

std::expected<double, PatternError> readFloat(std::string_view text)
{
    double value = 0;
    const std::size_t sign = text.starts_with('+') ? 1 : 0;
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data() + sign, end, value);
    if (result.ec == std::errc::invalid_argument)
        return wrongNumber("this is no number", sign);
    if (result.ptr != end)
        return wrongNumber("this is no number", static_cast<std::size_t>(result.ptr - text.data()));
    if (result.ec == std::errc::result_out_of_range)
        return wrongNumber(formatText("{} does not fit into f64", text), 0);
    if (!std::isfinite(value))
        return wrongNumber("only finite numbers can be looked for", 0);
    return value;
}

bool fitsFloat(double value, const NumberForm& form)
{
    return form.size == 8 || std::isfinite(static_cast<float>(value));
}

// The nearest value of the form.
double rounded(double value, const NumberForm& form)
{
    return form.size == 8 ? value : static_cast<double>(static_cast<float>(value));
}

std::uint64_t load(const std::byte* bytes, const NumberForm& form)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < form.size; ++i) {
        const std::size_t at = form.isBigEndian ? i : form.size - 1 - i;
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[at]);
    }
    return value;
}

class NumberReader {
public:
    explicit NumberReader(std::string_view text)
        : m_text(text)
    {
    }

    std::expected<NumberPattern, PatternError> read()
    {
        NumberPattern pattern;
        trim();
        pattern.isAligned = takeAligned();
        if (const auto error = readForm())
            return std::unexpected(*error);
        readParts();
        if (m_value.empty())
            return wrongNumber("the number is missing", m_valueAt);
        const auto numbers = isFloat() ? floats() : integers();
        if (!numbers)
            return std::unexpected(numbers.error());
        pattern.numbers = *numbers;
        std::ranges::stable_sort(
            pattern.numbers, std::ranges::greater{}, [](const WantedNumber& n) { return n.form.size; });
        return pattern;
    }

private:
    using Numbers = std::expected<std::vector<WantedNumber>, PatternError>;

    void trim()
    {
        m_end = m_text.find_last_not_of(blanks) + 1;
        m_at = std::min(m_text.find_first_not_of(blanks), m_end);
    }

    bool takeAligned()
    {
        const std::string_view rest = m_text.substr(m_at, m_end - m_at);
        if (!rest.ends_with(alignedWord) || rest.size() == alignedWord.size()
            || !blanks.contains(rest[rest.size() - alignedWord.size() - 1]))
            return false;
        m_end = m_text.find_last_not_of(blanks, m_end - alignedWord.size() - 1) + 1;
        return true;
    }

    // What stands before the colon.
    std::optional<PatternError> readForm()
    {
        const std::size_t colon = m_text.substr(0, m_end).find(':', m_at);
        if (colon == std::string_view::npos)
            return std::nullopt;
        const std::size_t begin = std::exchange(m_at, colon + 1);
        std::string_view type = m_text.substr(begin, colon - begin);
        const std::string_view whole = type;
        if (type.ends_with("le") || type.ends_with("be")) {
            m_isBigEndian = type.ends_with("be");
            type.remove_suffix(2);
        }
        if (type.empty() && m_isBigEndian)
            return std::nullopt;
        for (const Kind kind : {Kind::Unsigned, Kind::Signed, Kind::Float}) {
            for (const std::size_t size : sizes) {
                const NumberForm form{.kind = kind, .size = size};
                if ((kind != Kind::Float || size >= 4) && type == nameOf(form))
                    m_type = form;
            }
        }
        if (m_type)
            return std::nullopt;
        return PatternError{
            formatText(
                "there is no type \"{}\", but u8 to u64, i8 to i64, f32 and f64, with le or be", whole),
            begin};
    }

    void readParts()
    {
        m_valueAt = std::min(m_text.find_first_not_of(blanks, m_at), m_end);
        const std::string_view rest = m_text.substr(m_valueAt, m_end - m_valueAt);
        const std::size_t tilde = rest.find('~');
        m_value = rest.substr(0, tilde);
        if (tilde != std::string_view::npos) {
            m_toleranceAt = m_valueAt + tilde + 1;
            m_tolerance = rest.substr(tilde + 1);
        }
        m_value = m_value.substr(0, m_value.find_last_not_of(blanks) + 1);
    }

    [[nodiscard]] bool isFloat() const
    {
        if (m_type)
            return m_type->kind == Kind::Float;
        const bool isHex = m_value.contains('x') || m_value.contains('X');
        return m_tolerance || (!isHex && m_value.find_first_of(".eE") != std::string_view::npos);
    }

    // Both orders, or the one that was given.
    void add(std::vector<WantedNumber>& numbers, WantedNumber number) const
    {
        for (const bool isBigEndian : {false, true}) {
            number.form.isBigEndian = isBigEndian;
            if (number.form.size == 1 ? !isBigEndian : m_isBigEndian.value_or(isBigEndian) == isBigEndian)
                numbers.push_back(number);
        }
    }

    Numbers integers() const
    {
        if (m_tolerance)
            return wrongNumber("only f32 and f64 have a tolerance", m_toleranceAt - 1);
        const auto integer = readInteger(m_value);
        if (!integer)
            return wrongNumber(integer.error().message, m_valueAt + integer.error().position);
        std::vector<WantedNumber> numbers;
        for (const std::size_t size : sizes) {
            // What is not negative has the same bytes in signed and unsigned ones.
            const bool isSigned = integer->isNegative;
            const NumberForm form
                = m_type.value_or(NumberForm{.kind = isSigned ? Kind::Signed : Kind::Unsigned, .size = size});
            const std::optional<std::uint64_t> bits = bitsOf(*integer, form);
            if (bits && form.size == size)
                add(numbers, {.form = form, .bits = *bits});
        }
        if (numbers.empty())
            return misfit(m_value,
                m_type.value_or(
                    NumberForm{.kind = integer->isNegative ? Kind::Signed : Kind::Unsigned, .size = 8}),
                m_valueAt);
        return numbers;
    }

    Numbers floats() const
    {
        const auto value = readFloat(m_value);
        if (!value)
            return wrongNumber(value.error().message, m_valueAt + value.error().position);
        const auto tolerance = m_tolerance ? readFloat(*m_tolerance) : 0.0;
        if (!tolerance)
            return wrongNumber(tolerance.error().message, m_toleranceAt + tolerance.error().position);
        if (*tolerance < 0)
            return wrongNumber("a tolerance is not negative", m_toleranceAt);
        std::vector<WantedNumber> numbers;
        for (const std::size_t size : std::span(sizes).first<2>()) {
            const NumberForm form = m_type.value_or(NumberForm{.kind = Kind::Float, .size = size});
            if (form.size != size)
                continue;
            if (fitsFloat(*value, form))
                add(numbers,
                    {.form = form,
                        .least = std::min(*value - *tolerance, rounded(*value, form)),
                        .most = std::max(*value + *tolerance, rounded(*value, form))});
            else if (m_type)
                return misfit(m_value, form, m_valueAt);
        }
        return numbers;
    }

    const std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    std::optional<NumberForm> m_type;
    std::optional<bool> m_isBigEndian;
    std::string_view m_value;
    std::size_t m_valueAt = 0;
    std::optional<std::string_view> m_tolerance;
    std::size_t m_toleranceAt = 0;
};

} // namespace

bool WantedNumber::isAt(const std::byte* bytes) const
{
    const std::uint64_t here = load(bytes, form);
    if (form.kind != Kind::Float)
        return here == bits;
    const double value = form.size == 8
        ? std::bit_cast<double>(here)
        : static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(here)));
    return value >= least && value <= most;
}

std::string nameOf(const NumberForm& form)
{
    return formatText("{}{}",
        form.kind == Kind::Unsigned     ? "u"
            : form.kind == Kind::Signed ? "i"
                                        : "f",
        form.size * 8);
}

std::expected<std::uint64_t, PatternError> numberBits(const NumberForm& form, std::string_view value)
{
    if (form.kind != Kind::Float) {
        const auto integer = readInteger(value);
        if (!integer)
            return std::unexpected(integer.error());
        const std::optional<std::uint64_t> bits = bitsOf(*integer, form);
        return bits ? std::expected<std::uint64_t, PatternError>(*bits) : misfit(value, form, 0);
    }
    const auto number = readFloat(value);
    if (!number)
        return std::unexpected(number.error());
    if (!fitsFloat(*number, form))
        return misfit(value, form, 0);
    return form.size == 8 ? std::bit_cast<std::uint64_t>(*number)
                          : std::bit_cast<std::uint32_t>(static_cast<float>(*number));
}

std::expected<NumberPattern, PatternError> parseNumberPattern(std::string_view text)
{
    return NumberReader(text).read();
}

} // namespace megascope
