-- What pandoc does not know of a report: headings of rows and columns, figures with captions, what
-- can be folded. The Markdown stays plain; this makes the page accessible and the document Word-like.

local html = FORMAT:match("html") ~= nil
local docx = FORMAT == "docx"

-- The first column of every table holds the headings of its rows.
function Table(tbl)
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.attr = pandoc.Attr("", {}, {scope = "col"})
    end
  end
  for _, body in ipairs(tbl.bodies) do
    if html then body.row_head_columns = 1 end
    for _, row in ipairs(body.body) do
      if html and row.cells[1] then row.cells[1].attr = pandoc.Attr("", {}, {scope = "row"}) end
    end
  end
  if html then
    return {pandoc.RawBlock("html", '<div class="table" role="region" tabindex="0" aria-label="' ..
      pandoc.utils.stringify(tbl.caption.long):gsub('["&<>]', "") .. '">'), tbl, pandoc.RawBlock("html", "</div>")}
  end
  return tbl
end

-- The picture as part of the page.
local function embedded(path)
  local file = io.open(path, "rb")
  if not file then return path end
  local bytes = file:read("a")
  file:close()
  return "data:image/svg+xml," .. bytes:gsub("[^%w%-%._~ /:=!*();,@'\n]", function(c)
    return string.format("%%%02X", c:byte())
  end):gsub("\n", "%%0A")
end

local folder = PANDOC_STATE.input_files[1]:match("^(.*/)") or ""

-- A paragraph that is one picture with a caption: a figure.
function Para(para)
  if #para.content ~= 1 or para.content[1].t ~= "Image" then return nil end
  local image = para.content[1]
  local caption = image.caption
  local words = image.attributes.alt or ""
  image.title = ""
  if html then
    local function quoted(text)
      return (text:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;"))
    end
    return {
      pandoc.RawBlock("html", '<figure>\n<img src="' .. embedded(folder .. image.src) .. '" alt="' ..
        quoted(words) .. '">\n<figcaption>'),
      pandoc.Plain(caption),
      pandoc.RawBlock("html", "</figcaption>\n</figure>"),
    }
  end
  if docx then
    image.src = folder .. image.src:gsub("%.svg$", ".png")
    image.caption = {pandoc.Str(words)}
    image.attributes.alt = nil
    return {
      pandoc.Div(pandoc.Para({image}), pandoc.Attr("", {}, {["custom-style"] = "Captioned Figure"})),
      pandoc.Div(pandoc.Para(caption), pandoc.Attr("", {}, {["custom-style"] = "Image Caption"})),
    }
  end
  return nil
end

-- What hides until asked for, on a page; in a document its heading is a line of its own.
function Div(div)
  if not div.classes:includes("fold") then return nil end
  local heading = table.remove(div.content, 1)
  if html then
    local blocks = {pandoc.RawBlock("html", "<details>\n<summary>" ..
      pandoc.utils.stringify(heading) .. "</summary>")}
    for _, block in ipairs(div.content) do table.insert(blocks, block) end
    table.insert(blocks, pandoc.RawBlock("html", "</details>"))
    return blocks
  end
  return div.content
end
