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

double mebibytes(uint64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

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
    if (stage.name != stage_.name) {
      begun_ = Clock::now();
      first_done_ = stage.done;
    }
    stage_ = stage;
  };
}

std::string ProgressLine::line() const {
  std::string text = fmt::format("{}onefold: {}", kEraseLine, stage_.name);
  if (stage_.total == 0) return text;
  if (stage_.unit != "bytes")
    return text + fmt::format(": {} of {} {}", stage_.done, stage_.total, stage_.unit);
  text += fmt::format(": {:.1f} of {:.1f} MiB", mebibytes(stage_.done), mebibytes(stage_.total));
  const std::chrono::duration<double> seconds = Clock::now() - begun_;
  if (stage_.done <= first_done_ || seconds.count() <= 0) return text;
  return text +
         fmt::format(", {:.0f} MiB/s", mebibytes(stage_.done - first_done_) / seconds.count());
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
    std::string text = line();
    if (text == shown) continue;
    lock.unlock();
    write_all(fd_, text);
    lock.lock();
    shown = std::move(text);
  }
  if (!shown.empty()) write_all(fd_, kEraseLine);
}

}  // namespace onefold
