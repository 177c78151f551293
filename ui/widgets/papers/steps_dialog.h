#pragma once
// Asks what to make of the steps of the run on the stage: a handout, pictures, a film or slides; of which steps; and,
// for a handout, how many stand on a page and what is left blank. Then writes it, with its progress, until it is
// cancelled.

#include "ui/model/store/store.h"
#include "ui/paint/papers.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace tcpstage::widgets {

class StepsDialog : public QDialog {
    Q_OBJECT

public:
    StepsDialog(model::Store& store, QWidget* parent);

    /// Writes what is chosen. An error, or that it is written, is announced; nothing is if it is cancelled.
    void write(const QString& path);

private:
    void build();
    QWidget* blankRow();
    /// What is chosen, for a file of that name; an error is shown in the dialog.
    std::optional<paint::Papers> papers(const QString& path);
    QString ending() const;
    void chooseKind();
    void askWhere();

    model::Store& store_;
    model::StagedRunPtr staged_; // another may be opened meanwhile
    QComboBox* kind_;
    QLineEdit* steps_;
    QSpinBox* perPage_;
    std::array<QCheckBox*, paint::blank_words.size()> blanks_{};
    QWidget* blankRow_ = nullptr;
    QLabel* sentence_;
    QPushButton* save_;
};

} // namespace tcpstage::widgets
