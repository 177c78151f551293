#pragma once
// Makes a page from the options of the command line. Needs a QGuiApplication; chooses the fonts itself.

#include "ui/page/hour_page.h"
#include "ui/paint/render.h"

namespace tcpstage::page {

/// Stages the run and writes its page. Of the words, an empty size or theme is that of the reader's screen; a step is
/// where the page opens. `fixedLanguage`: the page begins in the language of the words, whatever the browser's is.
Result<void> writePage(lesson::Scenario scenario, run::Run run, const paint::PictureWords& words, bool fixedLanguage,
                       const std::string& path);

/// The same of an hour.
Result<void> writeHourPage(const lesson::Hour& hour, const paint::PictureWords& words, bool fixedLanguage,
                           const std::string& path);

} // namespace tcpstage::page
