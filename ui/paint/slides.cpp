#include "ui/paint/slides.h"

#include "ui/paint/svg_writer.h"
#include "ui/paint/zip.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/mark_names.h"

#include <QFileInfo>
#include <algorithm>

namespace tcpstage::paint {

namespace {

constexpr double slideWidth = 12192000; // EMU, of which a point has 12700
constexpr double slideHeight = 6858000;
const QByteArray xmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const QByteArray relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const QByteArray contentType = "application/vnd.openxmlformats-officedocument.presentationml.";

QByteArray part(std::string_view name)
{
    const auto parts = slideParts();
    const auto found = std::ranges::find(parts, name, &SlidePart::name);
    return {found->text.data(), static_cast<qsizetype>(found->text.size())};
}

struct Relation {
    QByteArray type; // "slide"
    QByteArray target;
};
/// Numbered from rId1.
QByteArray relationsOf(const std::vector<Relation>& all)
{
    QByteArray xml = xmlHead + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    int number = 0;
    for (const Relation& each : all) {
        const QByteArray type = each.type.startsWith("http") ? each.type : relations + '/' + each.type;
        xml += "<Relationship Id=\"rId" + QByteArray::number(++number) + "\" Type=\"" + type + "\" Target=\"" +
               each.target + "\"/>";
    }
    return xml + "</Relationships>";
}

QByteArray contentTypes(std::size_t slides)
{
    QByteArray xml = xmlHead + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">";
    for (const auto& [ending, type] :
         {std::pair{"rels", "application/vnd.openxmlformats-package.relationships+xml"},
          std::pair{"xml", "application/xml"}, std::pair{"png", "image/png"}, std::pair{"svg", "image/svg+xml"}})
        xml += QByteArray{"<Default Extension=\""} + ending + "\" ContentType=\"" + type + "\"/>";
    const auto add = [&](const QByteArray& name, const QByteArray& type) {
        xml += "<Override PartName=\"/" + name + "\" ContentType=\"" + type + "\"/>";
    };
    add("ppt/presentation.xml", contentType + "presentation.main+xml");
    add("ppt/slideMasters/slideMaster1.xml", contentType + "slideMaster+xml");
    add("ppt/slideLayouts/slideLayout1.xml", contentType + "slideLayout+xml");
    add("ppt/notesMasters/notesMaster1.xml", contentType + "notesMaster+xml");
    for (const QByteArray number : {"1", "2"})
        add("ppt/theme/theme" + number + ".xml", "application/vnd.openxmlformats-officedocument.theme+xml");
    for (std::size_t i = 1; i <= slides; ++i) {
        const QByteArray number = QByteArray::number(static_cast<qint64>(i));
        add("ppt/slides/slide" + number + ".xml", contentType + "slide+xml");
        add("ppt/notesSlides/notesSlide" + number + ".xml", contentType + "notesSlide+xml");
    }
    add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    return xml + "</Types>";
}

QByteArray presentation(std::size_t slides)
{
    QByteArray xml = xmlHead +
                     "<p:presentation xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"" +
                     relations + "\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\">" +
                     "<p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>" +
                     "<p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst><p:sldIdLst>";
    for (std::size_t i = 0; i < slides; ++i)
        xml += "<p:sldId id=\"" + QByteArray::number(256 + static_cast<qint64>(i)) + "\" r:id=\"rId" +
               QByteArray::number(4 + static_cast<qint64>(i)) + "\"/>";
    return xml + "</p:sldIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" "
                 "cy=\"9144000\"/></p:presentation>";
}

/// What is said of a step, of both worlds where there are two: one paragraph each.
QStringList paragraphsOf(const scene::StagedRun& staged, scene::StageTime time, const scene::DisplayOptions& display)
{
    QStringList lines;
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
        if (which == 1 && !staged.beside) break;
        const scene::StagedRun& world = staged.half(which);
        if (staged.beside) lines << QString::fromStdString(world.scenario.half_title()[display.language]);
        const scene::Caption said = scene::caption(world, time, display);
        for (const QString& text : {said.title, said.text, said.beside, said.source})
            if (!text.isEmpty()) lines << text;
    }
    return lines;
}

class SlideDeck {
public:
    SlideDeck(const scene::StagedRun& staged, const Picture& picture, std::size_t count)
        : staged_{staged}, picture_{picture}, language_{picture.display.language == Language::Chinese ? "zh-CN"
                                                                                                      : "en-US"}
    {
        frame(count);
    }

    Result<void> add(std::size_t step)
    {
        picture_.time = timeOf(staged_, step);
        const scene::Scene scene = sceneOf(staged_, picture_);
        const Theme& theme = Theme::named(picture_.theme);
        const auto bitmap = pngOf(scene, theme);
        if (!bitmap) return tl::unexpected{bitmap.error()};
        const QByteArray number = QByteArray::number(++slides_);
        const auto names = [&](const scene::Ref& ref) { return scene::markName(staged_, ref, picture_.display); };
        const QString title = QString::fromStdString(staged_.scenario.title[picture_.display.language]);
        zip_.store("ppt/media/image" + number + ".png", *bitmap);
        zip_.add("ppt/media/image" + number + ".svg",
                 svgOf(scene, theme, {title, picture_.display.language, {}, names}));
        words(number);
        return {};
    }

    QByteArray octets() { return zip_.octets(); }

private:
    void frame(std::size_t count)
    {
        QByteArray master = part("master");
        master.replace("{{background}}",
                       Theme::named(picture_.theme)(scene::Ink::Paper).name().mid(1).toUpper().toLatin1());
        const QByteArray title = xml(QString::fromStdString(staged_.scenario.title[picture_.display.language]));
        zip_.add("[Content_Types].xml", contentTypes(count));
        zip_.add("_rels/.rels",
                 relationsOf({{"officeDocument", "ppt/presentation.xml"},
                              {"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                               "docProps/core.xml"}}));
        zip_.add("docProps/core.xml",
                 xmlHead +
                     "<cp:coreProperties "
                     "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                     "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" +
                     title + "</dc:title><dc:creator>TCP Stage</dc:creator></cp:coreProperties>");
        zip_.add("ppt/presentation.xml", presentation(count));
        std::vector<Relation> all{{"slideMaster", "slideMasters/slideMaster1.xml"},
                                  {"notesMaster", "notesMasters/notesMaster1.xml"},
                                  {"theme", "theme/theme1.xml"}};
        for (std::size_t i = 1; i <= count; ++i)
            all.push_back({"slide", "slides/slide" + QByteArray::number(static_cast<qint64>(i)) + ".xml"});
        zip_.add("ppt/_rels/presentation.xml.rels", relationsOf(all));
        zip_.add("ppt/slideMasters/slideMaster1.xml", master);
        zip_.add("ppt/slideMasters/_rels/slideMaster1.xml.rels",
                 relationsOf({{"slideLayout", "../slideLayouts/slideLayout1.xml"}, {"theme", "../theme/theme1.xml"}}));
        zip_.add("ppt/slideLayouts/slideLayout1.xml", part("layout"));
        zip_.add("ppt/slideLayouts/_rels/slideLayout1.xml.rels",
                 relationsOf({{"slideMaster", "../slideMasters/slideMaster1.xml"}}));
        zip_.add("ppt/notesMasters/notesMaster1.xml", part("notes_master"));
        zip_.add("ppt/notesMasters/_rels/notesMaster1.xml.rels", relationsOf({{"theme", "../theme/theme2.xml"}}));
        for (const QByteArray number : {"1", "2"}) // each master has one of its own
            zip_.add("ppt/theme/theme" + number + ".xml", part("theme"));
    }

    void words(const QByteArray& number)
    {
        const QStringList lines = paragraphsOf(staged_, picture_.time, picture_.display);
        QByteArray paragraphs;
        for (const QString& line : lines)
            paragraphs += "<a:p><a:r><a:rPr lang=\"" + language_ + "\"/><a:t>" + xml(line) + "</a:t></a:r></a:p>";
        const double scale = std::min(slideWidth / picture_.size.width(), slideHeight / picture_.size.height());
        const QSizeF size = picture_.size * scale;
        QByteArray slide = part("slide");
        const auto fill = [&](const char* place, const QByteArray& value) { slide.replace(place, value); };
        const auto units = [](double length) { return QByteArray::number(static_cast<qint64>(length)); };
        fill("{{x}}", units((slideWidth - size.width()) / 2));
        fill("{{y}}", units((slideHeight - size.height()) / 2));
        fill("{{width}}", units(size.width()));
        fill("{{height}}", units(size.height()));
        fill("{{lang}}", language_);
        fill("{{description}}", xml(scene::spokenCaption(staged_, picture_.time, picture_.display)));
        fill("{{title}}",
             xml(scene::caption(staged_, picture_.time, picture_.display).title)); // the last: it may say anything
        QByteArray notes = part("notes");
        notes.replace("{{paragraphs}}", paragraphs);
        zip_.add("ppt/slides/slide" + number + ".xml", slide);
        zip_.add("ppt/slides/_rels/slide" + number + ".xml.rels",
                 relationsOf({{"slideLayout", "../slideLayouts/slideLayout1.xml"},
                              {"notesSlide", "../notesSlides/notesSlide" + number + ".xml"},
                              {"image", "../media/image" + number + ".png"},
                              {"image", "../media/image" + number + ".svg"}}));
        zip_.add("ppt/notesSlides/notesSlide" + number + ".xml", notes);
        zip_.add("ppt/notesSlides/_rels/notesSlide" + number + ".xml.rels",
                 relationsOf({{"notesMaster", "../notesMasters/notesMaster1.xml"},
                              {"slide", "../slides/slide" + number + ".xml"}}));
    }

    static QByteArray xml(const QString& text) { return escaped(text).toUtf8(); }

    const scene::StagedRun& staged_;
    Picture picture_;
    QByteArray language_;
    Zip zip_;
    qint64 slides_ = 0;
};

} // namespace

bool isSlides(const std::string& path)
{
    return QFileInfo{QString::fromStdString(path)}.suffix().compare(QLatin1String("pptx"), Qt::CaseInsensitive) == 0;
}

Result<Finished> writeSlides(const scene::StagedRun& staged, const Picture& picture, const Steps& steps,
                             const std::string& path, const Progress& progress, Special special)
{
    if (const auto fits = checkSize(picture.size); !fits) return tl::unexpected{fits.error()};
    SlideDeck deck{staged, picture, steps.count()};
    for (std::size_t step = steps.first; step <= steps.last; ++step) {
        if (progress && !progress(step - steps.first, steps.count())) return Finished::Cancelled;
        if (auto added = deck.add(step); !added) return tl::unexpected{added.error()};
    }
    const QByteArray octets = deck.octets();
    return write_whole_file(path, {octets.constData(), static_cast<std::size_t>(octets.size())}, special).map([] {
        return Finished::All;
    });
}

} // namespace tcpstage::paint
