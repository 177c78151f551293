#pragma once
// A run as one HTML file that plays it without a network: its pictures from the same scenes as the window's, its
// captions and questions in both languages, and the script resources/page/player.js. The same run gives the same
// octets.

#include "core/base/error.h"
#include "core/base/files.h"
#include "ui/page/page_pictures.h"
#include "ui/paint/steps.h"
#include "ui/scene/drawing/drawing.h"

#include <QByteArray>
#include <optional>
#include <span>

namespace tcpstage::page {

/// How a page begins; its reader can choose otherwise.
struct PageChoices {
    PageView view;
    Language language = Language::English;     // where the browser's is neither English nor Chinese
    bool fixedLanguage = false;                // whatever the browser's language is
    std::optional<scene::ThemeName> theme{};   // empty: the system's
    std::optional<scene::StageTime> opening{}; // empty: where the lesson opens
};

/// One of several lessons of a page. Its id is its own among them.
struct PagePart {
    std::shared_ptr<const scene::StagedRun> staged;
    std::optional<scene::StageTime> opening{}; // as in PageChoices
    scene::DrawingPtr drawn{};                 // on it by hand
};
/// A page of several lessons under one title: its reader goes on from one to the next. Errors: a run of too many steps.
/// `parts` has at least one; progress() is called before each and ends the work when it returns false: then the page is
/// empty.
Result<QByteArray> pageOf(const OwnedText& title, std::span<const PagePart> parts, const PageChoices& choices,
                          const paint::Progress& progress = {});

/// More steps make a file that a browser does not like.
inline constexpr std::size_t most_page_steps = 3000;
/// Errors: a run of too many steps.
Result<QByteArray> pageOf(const scene::StagedRun& staged, const PageChoices& choices);
/// Whether a file of that name is a page: it ends in .html.
bool isPage(const std::string& path);
/// Writes a page. Errors: also a file that cannot be written.
Result<void> writePage(const scene::StagedRun& staged, const PageChoices& choices, const std::string& path,
                       Special special = Special::Refuse);

/// A part of a page, from resources/page.
struct PageFile {
    std::string_view name;
    std::string_view text;
};
/// page.html, player.css and player.js.
std::span<const PageFile> pageFiles();

} // namespace tcpstage::page
