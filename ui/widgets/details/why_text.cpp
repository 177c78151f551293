#include "ui/widgets/details/why_text.h"

#include "core/lesson/lesson_for.h"
#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/paint/theme.h"
#include "ui/scene/words/why.h"
#include "ui/widgets/common/term_links.h"

#include <QStringList>

namespace tcpstage::widgets {

namespace {

constexpr std::size_t mostRules = 3;
constexpr std::size_t mostEffects = 4;

class WhyWriter {
public:
    explicit WhyWriter(const model::Model& model)
        : model_{model}, staged_{model.staged->half(model.selection.run)}, colour_{paint::Theme::named(
                                                                               model.themeName())(scene::Ink::Accent)}
    {}

    QString write()
    {
        const trace::Moment moment = staged_.timeMap.moment(model_.goal());
        const auto why = scene::whyOf(staged_, model_.selection, moment, model_.display);
        QStringList lines{QStringLiteral("<b>%1</b>").arg(words(wording::whyHeading))};
        if (!why)
            return (lines << whyNot(staged_, model_.selection, moment, model_.display).toHtmlEscaped())
                .join(QStringLiteral("<br>"));
        lines << why->title.toHtmlEscaped();
        if (!why->way.isEmpty()) lines << why->way.toHtmlEscaped();
        for (std::size_t i = 0; i < why->rules.size() && i < mostRules; ++i)
            lines << rule(why->rules[i]);
        for (const trace::RecordId cause : why->causes)
            lines << step(QStringLiteral("\u2190 "), wording::whyCause, cause);
        if (why->causes.empty()) lines << words(wording::whyNoCause);
        if (!why->done.isEmpty()) lines << QStringLiteral("\u2192 ") + why->done.toHtmlEscaped();
        for (std::size_t i = 0; i < why->effects.size() && i < mostEffects; ++i)
            lines << step(QStringLiteral("\u2192 "), wording::whyEffect, why->effects[i]);
        if (why->vain) lines << words(wording::whyNoEffect);
        return lines.join(QStringLiteral("<br>"));
    }

private:
    QString words(const Text& text) const { return model::say(text, model_.language()); }
    QString link(const QString& target, const QString& text) const
    {
        return QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
            .arg(target, colour_.name(), text.toHtmlEscaped());
    }
    QString rule(tcp::Rule rule) const
    {
        const tcp::RuleInfo& said = tcp::info(rule);
        QString line = scene::inLanguage(said.sentence, model_.language()).toHtmlEscaped() + QStringLiteral(" <i>") +
                       linked(scene::plain(said.section), model_.language(), colour_) + QStringLiteral("</i>");
        const std::string id{lesson::lesson_for(rule)};
        const model::LessonEntry* lesson = id.empty() || id == model_.source ? nullptr : model::findLesson(id);
        if (!lesson) return line;
        const QString title = model::say(lesson->title, model_.language());
        return line + QStringLiteral(" · ") +
               link(QString::fromStdString(id), model::say(wording::seeLesson, model_.language(), {title}));
    }
    QString step(const QString& sign, const Text& text, trace::RecordId record) const
    {
        const QString title = scene::stepTitle(staged_, record, model_.display);
        return sign + link(stepLink + QString::number(record), model::say(text, model_.language(), {title}));
    }

    const model::Model& model_;
    const scene::StagedRun& staged_;
    QColor colour_;
};

} // namespace

QString whyText(const model::Model& model) { return WhyWriter{model}.write(); }

} // namespace tcpstage::widgets
