// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/ByteFilter.h"

#include <dlfcn.h>
#include <hs/hs.h>

#include <climits>
#include <cstdlib>

namespace megascope {
namespace {

// The library's functions. It takes milliseconds to load, which a start without a search does not have to spend.
struct Library {
    decltype(&hs_compile) compile = nullptr;
    decltype(&hs_free_compile_error) freeCompileError = nullptr;
    decltype(&hs_expression_info) expressionInfo = nullptr;
    decltype(&hs_free_database) freeDatabase = nullptr;
    decltype(&hs_alloc_scratch) allocScratch = nullptr;
    decltype(&hs_free_scratch) freeScratch = nullptr;
    decltype(&hs_scan) scan = nullptr;
    bool isThere = false;

    Library()
    {
        void* const handle = dlopen("libhs.so.5", RTLD_NOW | RTLD_LOCAL); // stays until the program ends
        if (handle == nullptr)
            return;
        decltype(&hs_valid_platform) validPlatform = nullptr;
        isThere = get(handle, "hs_compile", compile) && get(handle, "hs_free_compile_error", freeCompileError)
            && get(handle, "hs_expression_info", expressionInfo) && get(handle, "hs_free_database", freeDatabase)
            && get(handle, "hs_alloc_scratch", allocScratch) && get(handle, "hs_free_scratch", freeScratch)
            && get(handle, "hs_scan", scan) && get(handle, "hs_valid_platform", validPlatform)
            && validPlatform() == HS_SUCCESS;
    }

private:
    template <class Function>
    static bool get(void* handle, const char* name, Function& function)
    {
        function = reinterpret_cast<Function>(dlsym(handle, name));
        return function != nullptr;
    }
};

const Library& library()
{
    static const Library loaded;
    return loaded;
}

int report(unsigned /*id*/, unsigned long long /*from*/, unsigned long long to, unsigned /*flags*/, void* context)
{
    const auto& found = *static_cast<const std::function<bool(std::size_t)>*>(context);
    return found(static_cast<std::size_t>(to)) ? 0 : 1;
}

} // namespace

std::shared_ptr<const ByteFilter> ByteFilter::make(const std::string& expression, bool matchCase)
{
    const Library& hs = library();
    if (!hs.isThere)
        return nullptr;
    const unsigned flags = HS_FLAG_MULTILINE | (matchCase ? 0U : HS_FLAG_CASELESS);
    std::shared_ptr<ByteFilter> filter(new ByteFilter);
    hs_compile_error_t* error = nullptr;
    hs_expr_info_t* info = nullptr;
    if (hs.expressionInfo(expression.c_str(), flags, &info, &error) != HS_SUCCESS
        || hs.compile(expression.c_str(), flags, HS_MODE_BLOCK, nullptr, &filter->m_database, &error) != HS_SUCCESS) {
        hs.freeCompileError(error);
        std::free(info);
        return nullptr;
    }
    if (info->max_width != UINT_MAX)
        filter->m_longest = info->max_width;
    std::free(info);
    return filter;
}

ByteFilter::~ByteFilter()
{
    if (m_database != nullptr)
        library().freeDatabase(m_database);
}

ByteFilter::Scratch::~Scratch()
{
    if (m_scratch != nullptr)
        library().freeScratch(m_scratch);
}

std::unique_ptr<ByteFilter::Scratch> ByteFilter::makeScratch() const
{
    std::unique_ptr<Scratch> scratch(new Scratch);
    return library().allocScratch(m_database, &scratch->m_scratch) == HS_SUCCESS ? std::move(scratch) : nullptr;
}

void ByteFilter::scan(
    std::span<const std::byte> bytes, Scratch& scratch, const std::function<bool(std::size_t)>& found) const
{
    (void)library().scan(m_database, reinterpret_cast<const char*>(bytes.data()), static_cast<unsigned>(bytes.size()),
        0, scratch.m_scratch, report, const_cast<std::function<bool(std::size_t)>*>(&found));
}

} // namespace megascope
