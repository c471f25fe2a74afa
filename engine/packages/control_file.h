// Paragraphs of fields, as dpkg's status file and machine-readable copyright files have them:
// deb-control(5).
#pragma once

#include <optional>
#include <string_view>

namespace onefold {

// "Name: value" lines, and lines that begin with a space and go on with the value before. Borrows
// the text.
class Paragraph {
 public:
  explicit Paragraph(std::string_view text) : text_(text) {}

  // The first line of the field's value without the space around it; "" where there is no such
  // field. Names are compared without their case.
  std::string_view field(std::string_view name) const;

 private:
  std::string_view text_;
};

class ControlFile {
 public:
  explicit ControlFile(std::string_view text) : rest_(text) {}

  // The next paragraph: what stands between empty lines.
  std::optional<Paragraph> next();

 private:
  std::string_view rest_;
};

}  // namespace onefold
