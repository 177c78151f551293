#pragma once
// The dialogs of the window: files to open and to write, the glossary, the keys, messages, and what the program is.

#include "ui/widgets/common/actions.h"

#include <memory>

class QDialog;
class QPrinter;
class QTemporaryDir;

namespace tcpstage::widgets {

class Dialogs : public QObject {
    Q_OBJECT

public:
    Dialogs(model::Store& store, Actions& actions, QWidget& window);
    ~Dialogs() override;

    /// The window that they belong to, and stand over; a presentation, or the program's.
    void setOwner(QWidget& window, bool projected);
    void open();
    void saveRun();
    void saveAnswers();
    void exportPicture();
    /// Several steps: a handout, pictures, a film, slides.
    void exportSteps();
    void savePage();
    /// From a template.
    void newLesson();
    void prepareHour();
    void saveHourPage();
    /// A handshake or a close as others draw it.
    void checkDiagram();
    /// The page as a file on the clipboard. It is there until the program ends.
    void copyPage();
    void print();
    void chooseLessonFolder();
    void find();
    /// Of the capture on the stage.
    void connections();
    /// With one at the other end of the connection.
    void joinCapture();
    /// Of this machine, to watch one of them.
    void watchMachine();
    /// Two programs of the user, to run them on real sockets.
    void ownPrograms();
    void glossary();
    /// The page of the lesson language, at what it says about the last of these keys of a lesson; see keys_around().
    void lessonLanguage(const std::vector<std::string>& keys);
    void shortcuts();
    /// What was in the bar over the stage.
    void messages();
    void about();

private:
    /// Over a presentation in its size.
    void show(QDialog& dialog);
    void printOn(QPrinter& printer);

    model::Store& store_;
    Actions& actions_;
    QWidget* window_;
    bool projected_ = false;
    QString sought_;                        // the last words of find()
    std::unique_ptr<QTemporaryDir> copied_; // for copyPage()
};

} // namespace tcpstage::widgets
