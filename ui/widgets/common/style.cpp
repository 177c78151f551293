#include "ui/widgets/common/style.h"

#include "ui/scene/marks/fonts.h"

#include <QApplication>
#include <QCursor>
#include <QMenu>
#include <QRegularExpression>
#include <QStyle>
#include <QWidget>
#include <array>
#include <cmath>
#include <utility>

namespace tcpstage::widgets {

namespace {

constexpr double usualText = 13;       // pixels of the program's font
constexpr double projectedLines = 490; // at 1080 lines its text is 2.2 times as large

/// %Name stands for the ink of that name.
constexpr char sheet[] = R"(
QMainWindow, QDialog, #central { background: %Paper; }
QToolTip { background: %Panel; color: %Text; border: 1px solid %Rule; padding: 4px 6px; }
QMenuBar { background: %Panel; border: none; padding: 3px 8px; }
QMenuBar::item { padding: 5px 12px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: %Selected; color: %Accent; }
QMenu { background: %Panel; border: 1px solid %Rule; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 26px; border-radius: 5px; }
QMenu::item:selected { background: %Selected; color: %Accent; }
QMenu::item:disabled { color: %Faint; }
QMenu::separator { height: 1px; background: %Rule; margin: 5px 8px; }
QMenu::indicator { left: 7px; width: 13px; height: 13px; }
#header { background: %Panel; border-top: 1px solid %Rule; border-bottom: 1px solid %Rule; }
#programTitle { font-size: 18px; font-weight: 700; }
#lessonTitle { font-size: 15px; font-weight: 600; }
#lessonRfc { color: %Muted; }
#header QToolButton, QPushButton {
    background: %Paper; border: 1px solid %Rule; border-radius: 6px; padding: 0 14px; min-height: 28px; font-weight: 600; }
#lowHeader QToolButton {
    background: %Paper; border: 1px solid %Rule; border-radius: 5px; padding: 1px 9px; font-weight: 600; }
#lowHeader QToolButton:checked { background: %Accent; color: %AccentText; border-color: %Accent; }
#lowHeader QToolButton:hover { border-color: %Accent; }
#lowHeader QToolButton:focus { border: 2px solid %Accent; padding: 0 8px; }
#lowHeader QToolButton::menu-indicator { image: none; width: 0; }
#header QToolButton#predict { padding-right: 26px; }
#header QToolButton#predict::menu-button { border: none; border-left: 1px solid %Rule; width: 20px; }
#header QToolButton#predict:checked { background: %Accent; color: %AccentText; border-color: %Accent; }
#header QToolButton:hover, QPushButton:hover { border-color: %Accent; }
#header QToolButton:pressed, QPushButton:pressed { background: %Selected; }
#header QToolButton:focus, QPushButton:focus { border: 2px solid %Accent; padding: 0 13px; }
#header QToolButton#predict:focus { padding-right: 25px; }
#header QToolButton#predict:checked:focus { border: 3px solid %Text; }
QPushButton:disabled { color: %Faint; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton:focus { border: 2px solid %Accent; }
#lessonOverlay { background: %Panel; border: 2px solid %Accent; border-radius: 12px; }
#lessonOverlay #sidebar { border: none; }
#sidebar { background: %Panel; border: none; border-right: 1px solid %Rule; }
QLineEdit, QKeySequenceEdit { background: %Paper; border: 1px solid %Rule; border-radius: 6px; padding: 0 8px; min-height: 28px;
    selection-background-color: %Accent; selection-color: %AccentText; }
QLineEdit:focus { border: 2px solid %Accent; padding: 0 7px; }
#lessons { background: %Panel; border: 2px solid transparent; border-radius: 6px; outline: none; }
#lessons:focus { border-color: %Accent; }
#lessons::item { border-radius: 5px; padding: 0 8px 0 14px; color: %Text; }
#lessons::item:hover { background: %Paper; }
#lessons::item:disabled { color: %Muted; background: transparent; padding: 0 6px; }
#lessons::item:selected { background: %Selected; color: %Accent; }
#noLesson { color: %Muted; }
.Card, #transport { background: %Panel; border: 1px solid %Rule; border-radius: 10px; }
.Card { padding: 1px; }
.Card[focused="true"] { border: 2px solid %Accent; padding: 0; }
#caption { background: %Caption; border: none; border-radius: 10px; }
#captionTitle { font-size: 17px; font-weight: 700; }
#captionTitle[before="true"] { color: %Muted; }
#captionText { font-size: 14px; color: %Muted; }
#goalText { font-size: 14px; }
#captionSource, #captionBeside, #captionNumbers { color: %Muted; font-size: 12px; }
#live { background: %Caption; border-radius: 8px; }
#live QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 2px 8px; background: %Panel; font-size: 12px; }
#branches { background: %Caption; border-radius: 8px; }
#branches QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 3px 10px; background: %Panel; }
#branches QToolButton:checked { background: %Accent; color: %AccentText; border-color: %Accent; }
#branches QToolButton:focus { border: 2px solid %Text; padding: 2px 9px; }
#branches QToolButton:disabled { color: %Faint; }
#pens, #touchBar { background: %Caption; border-radius: 8px; }
#touchBar QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 6px 9px; background: %Panel; font-weight: 600; }
#touchBar QToolButton:disabled { color: %Faint; }
#pensTitle { font-weight: 700; }
#pensHint { color: %Muted; font-size: 12px; }
#pens QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 2px 9px; background: %Panel; font-weight: 600; }
#pens QToolButton:checked { background: %Text; color: %Panel; border-color: %Text; }
#pens QToolButton:disabled { color: %Faint; }
#pens #pen1, #pens #pen2, #pens #pen3, #pens #pen4, #pens #pen5 { border-bottom-left-radius: 0; border-bottom-right-radius: 0; }
#pens #pen1 { border-bottom: 5px solid %PenRed; padding-bottom: 5px; }
#pens #pen2 { border-bottom: 3px solid %PenBlue; padding-bottom: 7px; }
#pens #pen3 { border-bottom: 7px solid %PenGreen; padding-bottom: 3px; }
#pens #pen4 { border-bottom: 9px solid %PenPurple; padding-bottom: 1px; }
#pens #pen5 { border-bottom: 10px solid %PenMarker; padding-bottom: 0; }
#pens QToolButton:focus { border: 2px solid %Text; padding: 1px 8px; }
#live QToolButton:disabled { color: %Faint; }
#live QToolButton:focus { border: 2px solid %Accent; padding: 1px 7px; }
#liveTitle { font-weight: 700; }
#liveDetails { color: %Muted; font-size: 12px; }
#captionDifference { color: %Text; font-size: 12px; font-weight: 600; }
#caption QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 2px 9px; background: %Panel; font-size: 12px; }
#caption QToolButton:checked { background: %Accent; color: %AccentText; border-color: %Accent; }
#caption QToolButton[grey="true"] { color: %Faint; }
#caption QToolButton[absent="true"] { border: 1px dashed %Accent; color: %Accent; }
#caption QToolButton:focus { border: 2px solid %Text; padding: 1px 8px; }
#transport QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px 7px; color: %Muted; }
#transport QToolButton:hover { background: %Selected; color: %Text; }
#transport QToolButton[round="true"] { background: %Paper; border: 1px solid %Rule; border-radius: 14px; padding: 0;
    min-width: 26px; max-width: 26px; min-height: 26px; max-height: 26px; }
#transport QToolButton[round="true"]:hover { border-color: %Accent; }
#transport QToolButton#play { background: %Accent; border: 1px solid %Accent; border-radius: 18px; padding: 0;
    min-width: 34px; max-width: 34px; min-height: 34px; max-height: 34px; }
#transport QToolButton:focus { border: 2px solid %Accent; }
#transport QToolButton#play:focus { border: 3px solid %Text; }
#stepLabel { font-weight: 600; }
QSlider { border: 2px solid transparent; min-height: 18px; }
QSlider::groove:horizontal { height: 4px; background: %Rule; border-radius: 2px; }
QSlider::sub-page:horizontal { background: %Accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px; background: %Panel; border: 2px solid %Accent; }
QSlider:focus { border: 2px solid %Accent; border-radius: 6px; }
#lookTabs QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 3px 9px; color: %Muted; font-size: 12px; font-weight: 600; }
#lookTabs QToolButton:hover { background: %Selected; color: %Text; }
#lookTabs QToolButton:checked { background: %Selected; color: %Accent; border-color: %Accent; }
#lookTabs QToolButton:focus { border: 2px solid %Accent; padding: 2px 8px; }
#glossaryPage:focus, #languagePage:focus, #messagesPage:focus { border: 2px solid %Accent; }
#glossaryPage, #languagePage, #messagesPage { background: %Panel; border: 1px solid %Rule; border-radius: 6px; padding: 8px; font-size: 15px; }
#fieldText, #whyText, #allVariables { font-size: 13px; }
#endSwitch { border: 1px solid transparent; border-radius: 6px; padding: 3px 9px; color: %Accent; font-size: 12px; font-weight: 600; }
#endSwitch:hover { background: %Selected; }
#endSwitch:focus { border: 2px solid %Accent; padding: 2px 8px; }
#notice { background: %Highlight; border: 1px solid %Rule; border-radius: 8px; }
#notice[problem="true"] { border: 1px solid %Lost; }
#notice QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 3px 10px; background: %Panel; }
#notice QToolButton:focus { border: 2px solid %Accent; padding: 2px 9px; }
#detailsTitle { font-size: 16px; font-weight: 700; }
#detailsText { font-size: 14px; }
#detailsSource { color: %Muted; }
#details QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 3px; }
#details QToolButton:hover { background: %Selected; }
#details QToolButton:focus { border: 2px solid %Accent; }
#details QScrollArea, #details QScrollArea > QWidget > QWidget { background: %Panel; border: none; }
#details #fieldArea { border-top: 1px solid %Rule; }
#network { background: %Caption; border-radius: 8px; }
#network QLabel { font-size: 11px; }
#networkName { color: %Muted; }
#network QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 1px 8px; background: %Panel; font-size: 11px; }
#network QToolButton:focus { border: 2px solid %Accent; padding: 0 7px; }
#codeEdit { border: 2px solid %Rule; border-radius: 6px; }
#codeEdit[focused="true"] { border-color: %Accent; }
#codeEdit QPlainTextEdit { background: %Paper; color: %Text; border: none; selection-background-color: %Accent; selection-color: %AccentText; }
#codeEdit #lineNumbers { background: %Panel; color: %Muted; }
#completions { background: %Panel; border: 1px solid %Accent; border-radius: 6px; outline: none; }
#completions::item { padding: 1px 6px; color: %Text; }
#completions::item:selected { background: %Accent; color: %AccentText; }
#sidePanel { background: %Panel; border-left: 1px solid %Rule; }
#popover { background: %Panel; border: 1px solid %Accent; border-radius: 10px; }
#popoverTitle { font-size: 15px; font-weight: 700; }
#popoverHint { color: %Muted; font-size: 12px; }
#popoverSentence { font-size: 13px; color: %Muted; }
#popoverSentence[problem="true"] { color: %Lost; font-weight: 600; }
#popover QToolButton { border: 1px solid %Rule; border-radius: 5px; padding: 3px 6px; background: %Panel; font-size: 12px; font-weight: 600; }
#popover QToolButton:checked { background: %Accent; color: %AccentText; border-color: %Accent; }
#popover QToolButton:focus { border: 2px solid %Text; padding: 2px 5px; }
#popover QLineEdit:disabled { color: %Faint; }
#stepHint { background: %Caption; color: %Text; border: 1px solid %Accent; border-radius: 10px; padding: 8px 16px; font-size: 14px; font-weight: 600; }
#calls { background: %Paper; border: 1px solid %Rule; border-radius: 5px; padding: 2px 7px; font-size: 12px; font-weight: 600; color: %Accent; }
#calls:hover { border-color: %Accent; }
#calls:focus { border: 2px solid %Accent; padding: 1px 6px; }
#toast { background: %Highlight; color: %Text; border: 2px solid %Accent; border-radius: 12px; }
#curtainNote { color: %Lost; font-size: 16px; font-weight: 700; }
#presenterNotes { background: %Panel; border: 1px solid %Accent; border-radius: 10px; }
#nextStep { font-size: 16px; font-weight: 600; }
#clock { font-size: 22px; font-weight: 700; }
#table { background: %Panel; border: 1px solid %Rule; border-radius: 6px; alternate-background-color: %Paper; }
#table:focus { border: 2px solid %Accent; }
#table::item { padding: 4px; }
#table::item:selected { background: %Selected; color: %Text; }
QHeaderView::section { background: %Panel; color: %Muted; border: none; border-bottom: 1px solid %Rule; padding: 6px; }
QLabel:focus, QTextBrowser:focus { border: 2px solid %Accent; border-radius: 6px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: %Rule; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: %Rule; border-radius: 4px; min-height: 28px; margin: 1px; }
QScrollBar::handle:vertical:hover { background: %Faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

double textSizeNow = 1;

/// With every size in pixels so many times as large; lines of one pixel stay.
QString withSizes(const QString& rules, double textSize)
{
    static const QRegularExpression size{QStringLiteral(R"((radius: )?(-?\d+)px)")};
    QString text;
    qsizetype done = 0;
    for (auto match = size.globalMatch(rules); match.hasNext();) {
        const auto found = match.next();
        const int pixels = found.captured(2).toInt();
        text += QStringView{rules}.mid(done, found.capturedStart(2) - done);
        const bool round = found.capturedLength(1) > 0; // one over half of the height would not be drawn
        text += QString::number(std::abs(pixels) < 3 ? pixels
                                : round              ? static_cast<int>(pixels * textSize - (textSize - 1))
                                                     : static_cast<int>(std::lround(pixels * textSize)));
        text += QStringLiteral("px");
        done = found.capturedEnd();
    }
    return text.append(QStringView{rules}.mid(done));
}

QString nameOf(const QColor& colour) { return colour.name(QColor::HexRgb); }

} // namespace

QPalette paletteOf(const paint::Theme& theme)
{
    QPalette palette{theme(scene::Ink::Paper)};
    palette.setColor(QPalette::Window, theme(scene::Ink::Paper));
    palette.setColor(QPalette::Base, theme(scene::Ink::Panel));
    palette.setColor(QPalette::AlternateBase, theme(scene::Ink::Paper));
    palette.setColor(QPalette::Button, theme(scene::Ink::Panel));
    palette.setColor(QPalette::Light, theme(scene::Ink::Panel));
    palette.setColor(QPalette::Highlight, theme(scene::Ink::Accent));
    palette.setColor(QPalette::HighlightedText, theme(scene::Ink::AccentText));
    palette.setColor(QPalette::Link, theme(scene::Ink::Accent));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, theme(scene::Ink::Text));
        palette.setColor(QPalette::Disabled, role, theme(scene::Ink::Faint));
    }
    palette.setColor(QPalette::ToolTipBase, theme(scene::Ink::Panel));
    palette.setColor(QPalette::PlaceholderText, theme(scene::Ink::Muted));
    return palette;
}

QString styleSheetOf(const paint::Theme& theme, double textSize)
{
    // Longer names first, because %AccentText begins with %Accent.
    constexpr std::array<std::pair<const char*, scene::Ink>, 17> inks{{{"%AccentText", scene::Ink::AccentText},
                                                                       {"%Highlight", scene::Ink::Highlight},
                                                                       {"%Selected", scene::Ink::Caption},
                                                                       {"%Caption", scene::Ink::Caption},
                                                                       {"%Accent", scene::Ink::Accent},
                                                                       {"%Paper", scene::Ink::Paper},
                                                                       {"%Panel", scene::Ink::Panel},
                                                                       {"%Muted", scene::Ink::Muted},
                                                                       {"%Faint", scene::Ink::Faint},
                                                                       {"%Text", scene::Ink::Text},
                                                                       {"%Rule", scene::Ink::Rule},
                                                                       {"%Lost", scene::Ink::Lost},
                                                                       {"%PenRed", scene::Ink::PenRed},
                                                                       {"%PenBlue", scene::Ink::PenBlue},
                                                                       {"%PenGreen", scene::Ink::PenGreen},
                                                                       {"%PenPurple", scene::Ink::PenPurple},
                                                                       {"%PenMarker", scene::Ink::PenMarker}}};
    QString text = QLatin1String{sheet};
    for (const auto& [name, ink] : inks)
        text.replace(QLatin1String{name}, nameOf(theme(ink)));
    return textSize == 1 ? text : withSizes(text, textSize);
}

int sized(double pixels) { return static_cast<int>(std::lround(pixels * textSizeNow)); }

void markFocused(QWidget& frame, bool focused)
{
    frame.setProperty("focused", focused);
    frame.style()->unpolish(&frame);
    frame.style()->polish(&frame);
}

void wear(const paint::Theme& theme, double textSize)
{
    const QString rules = styleSheetOf(theme, textSize);
    if (qApp->styleSheet() == rules) return;
    if (textSizeNow != textSize) {
        textSizeNow = textSize;
        QApplication::setFont(scene::fontFor(scene::Face::Sans, sized(usualText), QFont::Normal));
    }
    QApplication::setPalette(paletteOf(theme));
    qApp->setStyleSheet(rules);
}

void wearLarger(QWidget& widget, const paint::Theme& theme, double textSize)
{
    // By the sheet, because a sheet of the application keeps children from taking the font of their parent.
    const QString all = QStringLiteral("QWidget { font-size: %1px; }\n").arg(std::lround(usualText * textSize));
    widget.setStyleSheet(all + styleSheetOf(theme, textSize));
}

double projectedText(const QWidget& presenter) { return std::max(1.0, presenter.height() / projectedLines); }

void endHoverWith(QMenu& menu, QWidget& button)
{
    QObject::connect(&menu, &QMenu::aboutToHide, &button, [&button] {
        if (button.rect().contains(button.mapFromGlobal(QCursor::pos()))) return;
        button.setAttribute(Qt::WA_UnderMouse, false);
        button.update();
    });
}

} // namespace tcpstage::widgets
