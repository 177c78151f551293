#include "ui/widgets/stage/details.h"

#include "ui/model/explain.h"
#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/chain.h"
#include "ui/widgets/access/canvas_access.h"
#include "ui/widgets/access/stage_voice.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/details/more_below.h"
#include "ui/widgets/details/variable_list.h"
#include "ui/widgets/details/why_text.h"
#include "ui/widgets/lessons/glossary_dialog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double mostOfField = 0.4; // of the height
constexpr int aroundOctets = 8;     // pixels

/// Whether the details of the selection may have changed. In a growing run, those of a segment that has arrived or is
/// lost do not.
bool mayDiffer(const model::Model& before, const model::Model& now)
{
    if (before.staged == now.staged) return false;
    if (!scene::isSameRun(before.staged, now.staged)) return true;
    if (now.selection.kind != scene::Ref::Kind::Segment && now.selection.kind != scene::Ref::Kind::Field) return false;
    const trace::Trace& known = before.staged->half(now.selection.run).trace();
    return now.selection.id >= known.transits().size() ||
           known.transit(now.selection.id).end_record == trace::no_record;
}

} // namespace

Details::Details(model::Store& store, QWidget* parent)
    : QWidget{parent}, store_{store}, heading_{new QLabel}, close_{new QToolButton}, area_{new QScrollArea},
      canvas_{new Canvas}, title_{new QLabel}, text_{new QLabel}, source_{new QLabel}, lesson_{new QLabel},
      why_{new QLabel}, variables_{new QLabel}, field_{new QLabel},
      fieldArea_{new QScrollArea}, fades_{new MoreBelow{*area_}, new MoreBelow{*fieldArea_}}
{
    build();
    speak(*canvas_, detailsVoice(store_, *canvas_));
    connect(close_, &QToolButton::clicked, this, [this] { store_.dispatch(model::Select{}); });
    for (QLabel* label : {text_, source_, lesson_, why_, variables_, field_})
        connect(label, &QLabel::linkActivated, this, &Details::follow);
    connect(canvas_, &Canvas::scrolled, this, [this](double pixels) {
        QScrollBar* bar = area_->verticalScrollBar();
        bar->setValue(bar->value() + static_cast<int>(pixels));
    });
    connect(canvas_, &Canvas::picked, this, [this](const scene::Ref& ref) {
        scene::Ref picked = ref;
        picked.run = run_;
        if (ref.kind == scene::Ref::Kind::Segment || ref.kind == scene::Ref::Kind::Field)
            store_.dispatch(model::Select{picked});
    });
}

void Details::build()
{
    setObjectName(QStringLiteral("details"));
    heading_->setObjectName(QStringLiteral("detailsSource"));
    title_->setObjectName(QStringLiteral("detailsTitle"));
    text_->setObjectName(QStringLiteral("detailsText"));
    source_->setObjectName(QStringLiteral("detailsSource"));
    close_->setFocusPolicy(Qt::TabFocus);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(13, 6, 6, 0);
    top->addWidget(heading_, 1);
    top->addWidget(close_);

    auto* page = new QWidget;
    auto* column = new QVBoxLayout{page};
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(8);
    column->addWidget(canvas_);
    for (QLabel* label : {title_, text_, source_, lesson_, why_, variables_}) {
        addLabel(*label);
        column->addWidget(label);
    }
    column->addStretch(1);
    area_->setWidget(page);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area_->setFocusPolicy(Qt::TabFocus);
    area_->installEventFilter(this);
    auto* whole = new QVBoxLayout{this};
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(2);
    whole->addLayout(top);
    whole->addWidget(area_, 1);
    addLabel(*field_);
    fieldArea_->setObjectName(QStringLiteral("fieldArea"));
    fieldArea_->setWidget(field_);
    fieldArea_->setWidgetResizable(true);
    fieldArea_->setFrameShape(QFrame::NoFrame);
    fieldArea_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    fieldArea_->setFocusPolicy(Qt::TabFocus);
    whole->addWidget(fieldArea_); // below the scroll area, so that the selected field stays visible
    fieldArea_->hide();
    why_->setObjectName(QStringLiteral("whyText"));
    variables_->setObjectName(QStringLiteral("allVariables"));
    field_->setObjectName(QStringLiteral("fieldText"));
}

void Details::addLabel(QLabel& label)
{
    label.setWordWrap(true);
    label.setContentsMargins(13, 0, 13, 0);
    label.setTextInteractionFlags(Qt::TextBrowserInteraction);
    const bool links = &label != title_;
    label.setFocusPolicy(links ? Qt::TabFocus : Qt::NoFocus);
}

QString Details::text() const { return QTextDocumentFragment::fromHtml(text_->text()).toPlainText(); }

QString Details::why() const { return why_->isHidden() ? QString{} : why_->text(); }

void Details::apply(const model::Model& model, const model::Model* before)
{
    const bool otherTheme = !before || before->themeName() != model.themeName();
    if (!before || before->language() != model.language()) retranslate(model.language());
    if (otherTheme) {
        const paint::Theme& theme = paint::Theme::named(model.themeName());
        canvas_->setTheme(theme);
        for (MoreBelow* fade : fades_)
            fade->setColor(theme(scene::Ink::Panel));
        close_->setIcon(paint::icon(paint::Sign::Close, theme, scene::Ink::Muted));
    }
    if (before && !scene::isSameRun(before->staged, model.staged)) transit_ = trace::no_transit;
    const bool other = !before || otherTheme || before->selection != model.selection || mayDiffer(*before, model) ||
                       !(before->display == model.display) || before->shownTextSize() != model.shownTextSize();
    if (other) draw();
    if (!other && before->goal() == model.goal() && before->staged == model.staged &&
        before->prediction.stands() == model.prediction.stands())
        return;
    writeWhy(model);
    writeVariables(model);
}

void Details::retranslate(Language language)
{
    setAccessibleName(model::say(wording::details, language));
    heading_->setText(model::say(wording::details, language));
    canvas_->setAccessibleName(model::say(wording::segmentDetails, language));
    area_->setAccessibleName(model::say(wording::details, language));
    close_->setAccessibleName(model::say(wording::closeDetails, language));
    close_->setToolTip(model::say(wording::closeDetails, language) + QStringLiteral("   Esc"));
}

void Details::draw()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const scene::Ref& ref = model.selection;
    if (ref.kind == scene::Ref::Kind::Segment) transit_ = ref.id;
    if (ref.kind == scene::Ref::Kind::Nothing) transit_ = trace::no_transit;
    if (ref.kind == scene::Ref::Kind::Segment) run_ = ref.run;
    const bool segment = transit_ < model.staged->half(run_).trace().transits().size() &&
                         (ref.kind == scene::Ref::Kind::Segment || ref.kind == scene::Ref::Kind::Field);
    canvas_->setVisible(segment);
    for (QLabel* label : {title_, text_, source_, lesson_})
        label->setVisible(!segment);
    writeField(model);
    if (ref != shown_ && ref.kind != scene::Ref::Kind::Field) area_->verticalScrollBar()->setValue(0);
    shown_ = ref;
    if (segment)
        drawSegment(model, transit_);
    else
        write(model);
}

void Details::drawSegment(const model::Model& model, trace::TransitId transit)
{
    const int width = area_->viewport()->width();
    if (width < 50) return;
    scene::Scene scene = scene::segmentInspector({model.staged->half(run_),
                                                  model.time,
                                                  {QSizeF(width, 0), 0, model.shownTextSize()},
                                                  model.selection,
                                                  model.display},
                                                 transit);
    canvas_->setFixedHeight(static_cast<int>(std::ceil(scene.size.height())));
    scene.size = QSizeF(width, canvas_->height());
    canvas_->show(std::move(scene));
    if (const scene::Ref field = model.selection; field.kind == scene::Ref::Kind::Field)
        QMetaObject::invokeMethod(
            this, [this, field] { showOctets(field); }, Qt::QueuedConnection); // when all has its height
}

QString Details::withLinks(const QString& text) const
{
    const model::Model& model = store_.model();
    return linked(text, model.language(), paint::Theme::named(model.themeName())(scene::Ink::Accent));
}

void Details::write(const model::Model& model)
{
    const scene::StagedRun& staged = model.staged->half(model.selection.run);
    const std::optional<model::Explanation> said = model::explain(staged, model.selection, model.display);
    for (QLabel* label : {title_, text_, source_, lesson_})
        label->setVisible(said.has_value());
    if (!said) return;
    title_->setText(said->title);
    text_->setText(withLinks(said->text));
    source_->setText(withLinks(said->source));
    source_->setVisible(!said->source.isEmpty());
    source_->setAccessibleName(said->source + QStringLiteral(": ") +
                               model::say(wording::openSection, model.language()));
    const QString links = lessonLinks(*said, model);
    lesson_->setVisible(!links.isEmpty());
    lesson_->setText(links);
}

void Details::writeField(const model::Model& model)
{
    const auto said =
        model.selection.kind == scene::Ref::Kind::Field ? model::explain(model.selection, model.display) : std::nullopt;
    fieldArea_->setVisible(said.has_value());
    if (!said) return;
    fieldArea_->setAccessibleName(said->title);
    field_->setText(QStringLiteral("<b>%1</b><br>%2<br>%3<br>%4")
                        .arg(said->title.toHtmlEscaped(), withLinks(said->text), withLinks(said->source),
                             lessonLinks(*said, model)));
    placeField();
}

/// The text has the height that it needs, up to a part of the whole; a longer one is scrolled.
void Details::placeField()
{
    if (fieldArea_->isHidden()) return;
    field_->ensurePolished();
    const int needed = field_->heightForWidth(width()) + 2;
    const int most = static_cast<int>(height() * mostOfField);
    // A bar that is not needed would make the text narrower, and so needed.
    fieldArea_->setVerticalScrollBarPolicy(needed <= most ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    fieldArea_->setFixedHeight(std::min(needed, most));
    layout()->activate();
}

/// Scrolls so that the field's octets are seen, and its cell above them if both have room.
void Details::showOctets(const scene::Ref& field)
{
    QRectF place;
    for (const std::vector<scene::Mark>* marks : {&canvas_->scene().still, &canvas_->scene().moving})
        for (const scene::Mark& mark : *marks)
            if (mark.ref == field) place |= scene::bounds(mark);
    if (place.isNull()) return;
    const int x = area_->viewport()->width() / 2;
    area_->ensureVisible(x, static_cast<int>(place.top()), 0, aroundOctets);
    area_->ensureVisible(x, static_cast<int>(place.bottom()), 0, aroundOctets);
}

void Details::writeWhy(const model::Model& model)
{
    const scene::Ref& ref = model.selection;
    const bool asked = model.staged && (ref.kind == scene::Ref::Kind::Segment || ref.kind == scene::Ref::Kind::State ||
                                        ref.kind == scene::Ref::Kind::Variable || ref.kind == scene::Ref::Kind::Timer ||
                                        ref.kind == scene::Ref::Kind::Step);
    const bool ofField = model.staged && ref.kind == scene::Ref::Kind::Field && !canvas_->isHidden();
    why_->setVisible(asked || ofField); // the reason of the segment stays while its fields are looked at
    if (asked) why_->setText(whyText(model));
}

void Details::writeVariables(const model::Model& model)
{
    const QString list = model.staged ? variableList(model) : QString{};
    variables_->setVisible(!list.isEmpty());
    if (variables_->text() != list) variables_->setText(list);
}

void Details::follow(const QString& link)
{
    const model::Model& model = store_.model();
    if (followLink(link, store_)) return;
    if (const auto variable = variableOfLink(link)) {
        scene::Ref ref = model.selection;
        ref.kind = scene::Ref::Kind::Variable;
        ref.id = static_cast<std::uint32_t>(*variable);
        return store_.dispatch(model::Select{ref});
    }
    if (!link.startsWith(stepLink)) return store_.dispatch(model::OpenSource{link.toStdString()});
    const scene::StagedRun& staged = model.staged->half(model.selection.run);
    const trace::RecordId step = link.mid(stepLink.size()).toUInt();
    if (step >= staged.trace().records().size()) return;
    scene::Ref ref = scene::refOfStep(staged.trace(), step);
    ref.run = model.selection.run;
    store_.dispatch(model::Seek{std::max(model.goal(), staged.timeMap.at(step))});
    store_.dispatch(model::Select{ref});
}

bool Details::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        markFocused(*parentWidget(), event->type() == QEvent::FocusIn);
    return QWidget::eventFilter(watched, event);
}

void Details::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeField();
    layout()->activate();
    draw();
}

} // namespace tcpstage::widgets
