// Paragraphs of fields, as dpkg's status file and machine-readable copyright files have them:
// deb-control(5).
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace onefold {

// Takes the first line off `text` and returns it without its end, "\n" or "\r\n".
std::string_view take_line(std::string_view& text);

// "Name: value" lines, and lines that begin with a space and go on with the value before. Borrows
// the text.
class Paragraph {
 public:
  explicit Paragraph(std::string_view text) : text_(text) {}

  // The field's value, all its lines, as they stand in the text; "" where there is no such field.
  // Names are compared without their case.
  std::string_view value(std::string_view name) const;

  // The first line of it, without the space around.
  std::string_view field(std::string_view name) const;

 private:
  std::string_view text_;
};

class ControlFile {
 public:
  explicit ControlFile(std::string_view text) : rest_(text) {}

  // The next paragraph: what stands between lines that are empty or have nothing but space in them.
  std::optional<Paragraph> next();
  // The same of a file that dpkg wrote, without a look at each line: between lines that are empty,
  // as dpkg itself has it (lib/dpkg/parse.c).
  std::optional<Paragraph> next_of_dpkg();

 private:
  std::string_view rest_;
};

}  // namespace onefold
