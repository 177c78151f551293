#include "ui/paint/svg_writer.h"

#include "tests/ui/scene/staged_runs.h"
#include "ui/paint/export.h"
#include "ui/paint/painter.h"
#include "ui/scene/words/mark_names.h"

#include <QImage>
#include <QPainter>
#include <QSet>
#include <QSvgRenderer>
#include <QXmlStreamReader>
#include <gtest/gtest.h>

namespace tcpstage::paint {

namespace {

using testing::stagedRun;

QByteArray svgAt(const scene::StagedRun& staged, const Picture& picture)
{
    const auto names = [&](const scene::Ref& ref) { return scene::markName(staged, ref, picture.display); };
    return svgOf(sceneOf(staged, picture), Theme::named(picture.theme), {QStringLiteral("A title"), {}, {}, names});
}

Picture ladderAt(scene::StageTime time)
{
    Picture picture;
    picture.view = PictureKind::Ladder;
    picture.size = {760, 640};
    picture.time = time;
    return picture;
}

/// The titles of all groups by their ids; an id that comes twice is a failure, and so is what is not XML.
QHash<QString, QString> groupsOf(const QByteArray& svg)
{
    QHash<QString, QString> groups;
    QXmlStreamReader xml{svg};
    QString group;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        const QString id = xml.attributes().value(QLatin1String("id")).toString();
        if (!id.isEmpty()) {
            EXPECT_FALSE(groups.contains(id)) << id.toStdString();
            groups[group = id] = {};
        } else if (xml.name() == QLatin1String("title") && !group.isEmpty()) {
            groups[group] = xml.readElementText();
        }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return groups;
}

TEST(Svg, HasAnIdAndATitleForEachThingOfTheRun)
{
    const auto staged = stagedRun("three-way-handshake");
    const auto groups = groupsOf(svgAt(*staged, ladderAt(staged->timeMap.end())));
    EXPECT_EQ(groups[QStringLiteral("segment-1")], QStringLiteral("Client: SYN, seq=100"));
    EXPECT_EQ(groups[QStringLiteral("segment-2")], QStringLiteral("Server: SYN, ACK, seq=300 ack=101"));
    EXPECT_EQ(groups[QStringLiteral("state-left-established")], QStringLiteral("Client: ESTABLISHED"));
    EXPECT_TRUE(groups.contains(QStringLiteral("endpoint-right")));
}

TEST(Svg, IsXmlWithDifferentIdsForEveryView)
{
    for (const char* id : {"slow-start", "why-not-two", "udp", "zero-window"}) {
        const auto staged = stagedRun(id);
        for (std::size_t view = 0; view < scene::view_count; ++view) {
            Picture picture = ladderAt(staged->timeMap.end());
            picture.view = PictureKind::View;
            picture.display.view = static_cast<scene::View>(view);
            EXPECT_FALSE(svgAt(*staged, picture).isEmpty()) << id;
            groupsOf(svgAt(*staged, picture));
        }
    }
}

TEST(Svg, WritesTextsThatXmlDoesNotAllow)
{
    scene::Scene scene{{100, 50}};
    const QString text = QStringLiteral("<b> & \"quoted\" ]]> \x01  end");
    scene.still.push_back({scene::Label{text, {10, 20}}, {}, 0.5});
    const QByteArray svg = svgOf(scene, Theme::named(scene::ThemeName::Dark), {QStringLiteral("</title>"), {}, {}, {}});
    groupsOf(svg);
    EXPECT_TRUE(svg.contains("&lt;b&gt; &amp; &quot;quoted&quot;"));
    EXPECT_TRUE(svg.contains("<g opacity=\"0.5\">"));
    EXPECT_TRUE(svg.contains("<title>&lt;/title&gt;</title>"));
}

TEST(Svg, WritesNumbersAsShortAsPossible)
{
    EXPECT_EQ(shortNumber(12.5), "12.5");
    EXPECT_EQ(shortNumber(-0.001), "0");
    EXPECT_EQ(shortNumber(100), "100");
    EXPECT_EQ(shortNumber(1.0 / 64), "0.02");
    EXPECT_EQ(shortNumber(1234567.891), "1234567.89");
}

/// The largest difference of the mean brightness of 8 x 8 pixels.
int difference(const QImage& a, const QImage& b)
{
    const QImage one = a.scaled(a.size() / 8, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const QImage two = b.scaled(b.size() / 8, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    int most = 0;
    for (int y = 0; y < one.height(); ++y)
        for (int x = 0; x < one.width(); ++x)
            most = std::max(most, std::abs(qGray(one.pixel(x, y)) - qGray(two.pixel(x, y))));
    return most;
}

TEST(Svg, ShowsWhatThePainterPaints)
{
    const auto staged = stagedRun("last-ack-lost");
    for (const std::size_t step : {std::size_t{3}, staged->stepCount() - 1}) {
        const Picture picture = ladderAt(staged->stepTime(step));
        const scene::Scene scene = sceneOf(*staged, picture);
        QImage painted{picture.size.toSize(), QImage::Format_RGB32};
        QImage written = painted;
        QPainter painter{&painted};
        paint(painter, scene, Theme::named(picture.theme));
        painter.end();
        QByteArray svg = svgAt(*staged, picture); // this renderer reads one family only
        svg.replace("font-family=\"Inter, ", "font-family=\"Inter\" data-rest=\"");
        svg.replace("font-family=\"JetBrains Mono, ", "font-family=\"JetBrains Mono\" data-rest=\"");
        QSvgRenderer renderer{svg};
        ASSERT_TRUE(renderer.isValid());
        painter.begin(&written);
        renderer.render(&painter);
        painter.end();
        EXPECT_LT(difference(painted, written), 60) << "step " << step;
    }
}

} // namespace

} // namespace tcpstage::paint
