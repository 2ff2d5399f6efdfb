# Writes OUTPUT.ENDING and OUTPUT.h: the files of FOLDER as the object NAME. Run by strata_embed_changelog().
file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)
set(arrays "")
set(entries "")
set(count 0)
foreach(file IN LISTS files)
  file(READ ${FOLDER}/${file} bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  # An array has at least one element.
  string(APPEND arrays "static const unsigned char file_${count}[] = {${bytes}0};\n")
  string(REPLACE "\\" "\\\\" path "${file}")
  string(REPLACE "\"" "\\\"" path "${path}")
  string(APPEND entries "  {\"${path}\", file_${count}, ${size}},\n")
  math(EXPR count "${count} + 1")
endforeach()
get_filename_component(header ${OUTPUT}.h NAME)
file(WRITE ${OUTPUT}.h "/* Made of the files of a changelog. */
#ifndef ${NAME}_H
#define ${NAME}_H
#include <strata/strata.h>
#ifdef __cplusplus
extern \"C\" {
#endif
extern const strata_files ${NAME};
#ifdef __cplusplus
}
#endif
#endif
")
file(WRITE ${OUTPUT}.${ENDING} "#include \"${header}\"

${arrays}
static const strata_file files[] = {
${entries}  {0, 0, 0}};

const strata_files ${NAME} = {files, ${count}};
")
