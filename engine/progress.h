// One line on a terminal that says what a long piece of work is at.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace onefold {

// What the work is at.
struct Stage {
  std::string_view name;  // outlives the work
  uint64_t done = 0;      // of `total`; 0 of 0: not counted
  uint64_t total = 0;
  std::string_view unit;  // what is counted: "files", "bytes"
};

// Called from the working thread, whenever the stage or its count changes. May be empty.
using StageSink = std::function<void(const Stage&)>;

// Shows the last reported stage, of bytes with their rate, on the terminal `fd` once the work has
// taken longer than `quiet`, and takes the line away in the end. Writes nothing where `fd` is no
// terminal.
class ProgressLine {
 public:
  explicit ProgressLine(int fd, std::chrono::milliseconds quiet = std::chrono::seconds(1));
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  // Empty where nothing would be shown.
  StageSink sink();

 private:
  using Clock = std::chrono::steady_clock;

  void show_until_stopped(std::chrono::milliseconds quiet);
  std::string line() const;

  int fd_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Stage stage_;
  uint64_t first_done_ = 0;  // of the stage, when it was first reported
  Clock::time_point begun_;  // and when that was
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace onefold
