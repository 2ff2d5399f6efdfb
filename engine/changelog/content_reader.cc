#include "engine/changelog/content_reader.h"

#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/changelog/converter.h"

namespace strata::changelog {
namespace {

using model::Flag;
using model::Text;

// A byte order mark decides, as in decode().
Resources::Opener as_text(const Resources::Opener& opener, const std::string& encoding) {
  decode({}, encoding);  // an unknown one is told now
  std::string start(3, '\0');
  opener()->read(start.data(), static_cast<std::streamsize>(start.size()));
  const bool is_wide = has_utf16_mark(start);
  if (!is_wide && (is_utf8_name(encoding) || start == kUtf8Mark)) return opener;
  return [opener, name = is_wide ? "UTF-16" : encoding] { return converted(opener(), name); };
}

// That a path is missing where there must be one has been reported.
bool is_path(const Text& path) { return path && !trim(*path).empty(); }

class Reader {
 public:
  Reader(const ContentReader& options, const Location& at)
      : options_(options), at_(at), folder_(folder_of(options.changelog)) {}

  void read(model::ChangeBody& body) {
    if (auto* sql_file = std::get_if<model::SqlFile>(&body)) {
      read(sql_file->content, sql_file->path, sql_file->relative_to_changelog_file,
           sql_file->encoding);
    }
    // The reference does not use the encoding attribute of these two.
    if (auto* view = std::get_if<model::CreateView>(&body))
      read(view->content, view->path, view->relative_to_changelog_file, std::nullopt);
    if (model::ProgramText* program = model::program_text_of(body))
      read(program->content, program->path, program->relative_to_changelog_file, std::nullopt);
    if (model::LoadData* load = model::load_of(body)) return read_rows(*load);
    std::visit(
        [&](auto& change) {
          if constexpr (requires { change.columns.front().value_blob_file; }) {
            for (model::Column& column : change.columns) read_value(column);
          }
        },
        body);
  }

 private:
  std::string resolve(const std::string& path, const Flag& relative) const {
    return relative.value_or(false) ? folder_ + path : path;
  }

  void report_missing(const std::string& path) const {
    options_.diagnostics.error(at_, fmt::format("{} does not exist", path),
                               fmt::format("looked in: {}", options_.resources.where()));
  }

  std::optional<std::string> bytes(const std::string& path) const {
    std::optional<std::string> bytes = options_.resources.read(path);
    if (!bytes) report_missing(path);
    return bytes;
  }

  // Runs what may throw for a bad file.
  template <typename Work>
  void report_errors(const Work& work) const {
    try {
      work();
    } catch (const Error& error) {
      options_.diagnostics.error(at_, error.what());
    }
  }

  void read(std::shared_ptr<const model::FileContent>& content, const Text& path,
            const Flag& relative, const Text& encoding) const {
    if (content || !is_path(path)) return;
    report_errors([&] {
      const std::string wanted = resolve(*path, relative);
      std::optional<std::string> found = bytes(wanted);
      if (!found) return;
      auto read = std::make_shared<model::FileContent>();
      read->file =
          &options_.sources.add(normalize_path(wanted), decode(*found, encoding.value_or("")));
      Replacements replacements;
      read->expanded = options_.expand(read->file->text(), at_, replacements);
      read->written = replaced(nullptr, read->file->text(), std::move(replacements));
      read->bytes = std::move(*found);
      content = std::move(read);
    });
  }

  // Of the file only the checksum is taken now; the rows are read when they are loaded.
  void read_rows(model::LoadData& load) const {
    if (load.data || !is_path(load.file)) return;
    report_errors([&] {
      const std::string wanted = resolve(*load.file, load.relative_to_changelog_file);
      const Resources::Opener opener = options_.resources.opener(wanted);
      if (!opener) return report_missing(wanted);
      auto data = std::make_shared<model::DataFile>();
      data->path = normalize_path(wanted);
      const std::string comment = model::comment_start(load);
      data->digest = model::data_digest(
          *opener(), comment.empty() ? std::nullopt : std::optional(comment.front()));
      data->open = as_text(opener, std::string(trim(load.encoding.value_or(""))));
      data->beside = [read = options_.resources.reader(), folder = folder_](
                         const std::string& path, const Text& encoding_of_value) {
        const std::optional<std::string> found = read(folder + path);
        if (!found)
          throw Error(ErrorKind::Changelog, fmt::format("there is no file {}", folder + path));
        return encoding_of_value ? decode(*found, *encoding_of_value) : *found;
      };
      load.data = std::move(data);
    });
  }

  // Always looked up beside the changelog.
  void read_value(model::Column& column) const {
    const bool is_text = is_path(column.value_clob_file);
    const Text& path = is_text ? column.value_clob_file : column.value_blob_file;
    if (column.file_value || !is_path(path)) return;
    report_errors([&] {
      std::optional<std::string> found = bytes(folder_ + *path);
      if (!found) return;
      if (is_text) *found = decode(*found, column.encoding.value_or(""));
      column.file_value = std::make_shared<const std::string>(std::move(*found));
    });
  }

  const ContentReader& options_;
  const Location& at_;
  std::string folder_;
};

}  // namespace

void ContentReader::read(model::Change& change) const {
  Reader(*this, change.at).read(change.body);
}

}  // namespace strata::changelog
