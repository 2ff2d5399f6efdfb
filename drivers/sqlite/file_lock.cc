#include "drivers/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/base/error.h"

namespace strata::sqlite {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr off_t kByte = off_t{1} << 60;  // an SQLite file has at most 2^48

enum class Answer : std::uint8_t { Done, Taken, Impossible };

Answer set_lock(int descriptor, short type) {
  struct flock region {};
  region.l_type = type;
  region.l_whence = SEEK_SET;
  region.l_start = kByte;
  region.l_len = 1;
  // Of the open file, and not of the process as SQLite's own are.
  if (fcntl(descriptor, F_OFD_SETLK, &region) == 0) return Answer::Done;
  return errno == EAGAIN || errno == EACCES ? Answer::Taken : Answer::Impossible;
}

// Closing any descriptor of a file takes all locks that SQLite has on it in this process
// (fcntl(2)), so these are never closed; there is one for each database that was ever migrated.
class OpenFiles {
 public:
  struct File {
    int descriptor = -1;
    bool is_locked = false;
  };

  static OpenFiles& instance() {
    static OpenFiles files;
    return files;
  }

  // nullptr if it cannot be opened.
  File* open(const std::string& path) {
    const std::lock_guard guard(mutex_);
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return nullptr;
    File& file = files_[{status.st_dev, status.st_ino}];
    if (file.descriptor < 0) file.descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    return file.descriptor < 0 ? nullptr : &file;
  }

  Answer lock(File& file) {
    const std::lock_guard guard(mutex_);
    if (file.is_locked) return Answer::Taken;
    const Answer answer = set_lock(file.descriptor, F_WRLCK);
    file.is_locked = answer == Answer::Done;
    return answer;
  }

  void unlock(File& file) {
    const std::lock_guard guard(mutex_);
    set_lock(file.descriptor, F_UNLCK);
    file.is_locked = false;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<dev_t, ino_t>, File> files_;
};

class FileLock final : public driver::ServerLock {
 public:
  explicit FileLock(OpenFiles::File& file) : file_(file) {}
  ~FileLock() override { release(); }

  bool acquire(milliseconds wait) override {
    constexpr milliseconds kBetween{20};
    const Clock::time_point deadline = Clock::now() + wait;
    while (!is_held_) {
      is_held_ = OpenFiles::instance().lock(file_) == Answer::Done;
      const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
      if (is_held_ || left.count() <= 0) break;
      std::this_thread::sleep_for(std::min(kBetween, left));
    }
    return is_held_;
  }

  void release() noexcept override {
    if (std::exchange(is_held_, false)) OpenFiles::instance().unlock(file_);
  }

 private:
  OpenFiles::File& file_;
  bool is_held_ = false;
};

bool has_locks(int descriptor) {
  struct flock region {};
  region.l_type = F_WRLCK;
  region.l_whence = SEEK_SET;
  region.l_start = kByte;
  region.l_len = 1;
  return fcntl(descriptor, F_OFD_GETLK, &region) == 0;
}

}  // namespace

std::unique_ptr<driver::ServerLock> file_lock(const std::string& path) {
  OpenFiles::File* const file = path.empty() ? nullptr : OpenFiles::instance().open(path);
  if (file == nullptr || !has_locks(file->descriptor)) return nullptr;
  return std::make_unique<FileLock>(*file);
}

}  // namespace strata::sqlite
