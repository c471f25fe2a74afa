#include "unfold_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "base/json_text.h"
#include "base/mapped_file.h"
#include "contents/contents.h"
#include "emit/output_file.h"
#include "emit/output_names.h"
#include "help.h"
#include "unfold.h"

namespace onefold {
namespace {

std::vector<const FoldedFile*> parts_of(const Contents& contents) {
  std::vector<const FoldedFile*> parts;
  parts.reserve(contents.files.size() + 1);
  for (const FoldedFile& file : contents.files) parts.push_back(&file);
  if (contents.loader) parts.push_back(&*contents.loader);
  return parts;
}

std::string list_text(const Contents& contents) {
  std::string text;
  for (const FoldedFile* part : parts_of(contents)) {
    const std::string why = why_not_whole(contents, *part);
    text += fmt::format("{}: {}\n", printable(part->label()),
                        why.empty() ? "whole, but for section headers, which no loader reads"
                                    : "not whole: " + why);
  }
  return text;
}

std::string list_json(const Contents& contents) {
  auto list = nlohmann::ordered_json::array();
  for (const FoldedFile* part : parts_of(contents)) {
    const std::string why = why_not_whole(contents, *part);
    list.push_back({{"name", part->label()},
                    {"whole", why.empty()},
                    {"why_not", why},
                    {"build_id", part->build_id}});
  }
  return json_text(list);
}

Result<std::string> extract(const UnfoldOptions& options, const MappedFile& mapped,
                            const Module& fold, const Contents& contents) {
  ONEFOLD_CHECK(check_outputs(std::span(&options.output, 1), std::span(&options.file, 1)));
  const auto parts = parts_of(contents);
  auto part = std::ranges::find_if(parts, [&](const FoldedFile* file) {
    return file->label() == options.part || file->name == options.part;
  });
  if (part == parts.end()) {
    return fail(Error{options.file, "--part", std::nullopt,
                      "a part of the fold (onefold unfold FILE lists them)", options.part});
  }
  if (const std::string why = why_not_whole(contents, **part); !why.empty()) {
    return fail(Error{options.file, "--part", std::nullopt, "a part that is whole",
                      options.part + ": " + why});
  }
  ONEFOLD_TRY(auto bytes, extract_loader(fold, contents));
  ONEFOLD_TRY(auto output, OutputFile::create(options.output));
  ONEFOLD_CHECK(output.write(0, bytes));
  ONEFOLD_CHECK(mapped.check_intact());
  ONEFOLD_CHECK(output.commit(0755));
  return fmt::format("{}: {} bytes\n", printable(options.output, 4096), bytes.size());
}

}  // namespace

CLI::App* add_unfold(CLI::App& app, UnfoldOptions& options) {
  return add_command(
      app, "unfold", "list the parts of a fold, and have one back where it is whole",
      [&](CLI::App& command) {
        command.add_option("FILE", options.file, "a fold")->required();
        CLI::Option* part =
            command.add_option("--part", options.part, "the part to have back")->type_name("NAME");
        CLI::Option* output =
            command.add_option("-o,--output", options.output, "the file to write it to")
                ->type_name("OUT");
        part->needs(output);
        output->needs(part);
        command.add_flag("--json", options.json, "for scripts");
        command.footer(
            "Examples:\n"
            "  onefold unfold nvim\n"
            "  onefold unfold nvim --part ld-linux-x86-64.so.2 -o ld.so");
      });
}

Result<std::string> run_unfold(const UnfoldOptions& options) {
  ONEFOLD_TRY(auto mapped, MappedFile::open(options.file));
  ONEFOLD_TRY(auto module, read_module(mapped.view()));
  ONEFOLD_TRY(auto contents, read_contents(module));
  if (!contents)
    return fail(module.file.error("PT_NOTE", "the note of a fold, with its address map", "none"));
  auto text = options.part.empty()
                  ? Result<std::string>(options.json ? list_json(*contents) : list_text(*contents))
                  : extract(options, mapped, module, *contents);
  ONEFOLD_CHECK(mapped.check_intact());
  return text;
}

}  // namespace onefold
