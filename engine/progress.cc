#include "progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>

namespace onefold {
namespace {

constexpr std::chrono::milliseconds kBetweenUpdates(100);
constexpr std::string_view kEraseLine = "\r\x1b[K";  // ECMA-48 EL

// A terminal that takes no more has lost its reader; the work goes on.
void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t written = write(fd, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<size_t>(written));
  }
}

std::string to_line(const Stage& stage) {
  std::string line = fmt::format("{}onefold: {}", kEraseLine, stage.name);
  if (stage.total == 0) return line;
  if (stage.unit != "bytes") {
    return line + fmt::format(": {} of {} {}", stage.done, stage.total, stage.unit);
  }
  constexpr double kMebi = 1 << 20;
  return line + fmt::format(": {:.1f} of {:.1f} MiB", static_cast<double>(stage.done) / kMebi,
                            static_cast<double>(stage.total) / kMebi);
}

}  // namespace

ProgressLine::ProgressLine(int fd, std::chrono::milliseconds quiet) : fd_(fd) {
  if (isatty(fd_) != 1) return;
  thread_ = std::thread([this, quiet] { show_until_stopped(quiet); });
}

ProgressLine::~ProgressLine() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

StageSink ProgressLine::sink() {
  if (!thread_.joinable()) return {};
  return [this](const Stage& stage) {
    std::lock_guard lock(mutex_);
    stage_ = stage;
  };
}

// The clock, not the reports, decides when a line appears: a single stage may take long.
void ProgressLine::show_until_stopped(std::chrono::milliseconds quiet) {
  std::unique_lock lock(mutex_);
  auto wait = [&](std::chrono::milliseconds time) {
    return changed_.wait_for(lock, time, [&] { return stopped_; });
  };
  std::string shown;
  for (bool done = wait(quiet); !done; done = wait(kBetweenUpdates)) {
    if (stage_.name.empty()) continue;
    std::string line = to_line(stage_);
    if (line == shown) continue;
    lock.unlock();
    write_all(fd_, line);
    lock.lock();
    shown = std::move(line);
  }
  if (!shown.empty()) write_all(fd_, kEraseLine);
}

}  // namespace onefold
