-- What pandoc does not know of a report: headings of rows and columns, figures with captions, what
-- can be folded. The Markdown stays plain; this makes the page accessible and the document Word-like.

local html = FORMAT:match("html") ~= nil
local docx = FORMAT == "docx"
local printed = false -- a page that is only made to be printed

local function in_style(blocks, name)
  return pandoc.Div(blocks, pandoc.Attr("", {}, {["custom-style"] = name}))
end

-- Cells in the type of tables, which is smaller than that of text.
local function styled(row, name)
  for _, cell in ipairs(row.cells) do
    local blocks = {}
    for _, block in ipairs(cell.contents) do
      table.insert(blocks, block.content and pandoc.Para(block.content) or block)
    end
    if #blocks > 0 then cell.contents = {in_style(blocks, name)} end
  end
end

local full = {en = "en-GB", nb = "nb-NO", nn = "nn-NO"}

-- A run of a Word document in a language of its own, for screen readers and spelling: pandoc does not
-- write it, and gives all styles the document's language.
local function in_language(text, language)
  text = text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;")
  return pandoc.RawInline("openxml", '<w:r><w:rPr><w:lang w:val="' .. full[language] ..
    '"/></w:rPr><w:t xml:space="preserve">' .. text .. "</w:t></w:r>")
end

-- The interval of a number stands in a line of its own where that is possible.
local function Span(span)
  local language = span.attributes.lang
  if docx and language then
    return in_language(pandoc.utils.stringify(span.content), language)
  end
  if span.classes:includes("i") and (docx or printed) then
    return {pandoc.LineBreak(), table.unpack(span.content)}
  end
  return nil
end

-- The first column of every table holds the headings of its rows.
local function Table(tbl)
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
  if docx then
    for _, row in ipairs(tbl.head.rows) do styled(row, "Table Heading") end
    for _, body in ipairs(tbl.bodies) do
      for _, row in ipairs(body.body) do styled(row, "Table Text") end
    end
  end
  if html then
    return {pandoc.RawBlock("html", '<div class="table" role="region" tabindex="0" aria-label="' ..
      pandoc.utils.stringify(tbl.caption.long):gsub('["&<>]', "") .. '">'), tbl, pandoc.RawBlock("html", "</div>")}
  end
  return tbl
end

-- gnuplot lets marks and lines take their colour by the name currentColor, which not every program
-- understands that shows or prints a page: it is written out. Marks with even numbers from 4 on are
-- filled.
local function in_plain_colours(svg)
  svg = svg:gsub(' color="([^"]*)" stroke="currentColor"', ' stroke="%1"')
  svg = svg:gsub(" stroke='currentColor'", ""):gsub(" fill='currentColor'", ""):gsub(" stroke='none'/>", "/>")
  return (svg:gsub("(<use xlink:href='#gpPt(%d+)' [^>]-)color='([^']*)'", function(use, mark, colour)
    local number = tonumber(mark)
    local filled = number >= 4 and number % 2 == 0
    return use .. "stroke='" .. colour .. "' fill='" .. (filled and colour or "none") .. "'"
  end))
end

-- The picture as part of the page.
local function embedded(path)
  local file = io.open(path, "rb")
  if not file then return path end
  local svg = in_plain_colours(file:read("a"))
  file:close()
  return "data:image/svg+xml," .. svg:gsub("[^%w%-%._~ /:=!*();,@']", function(c)
    return string.format("%%%02X", c:byte())
  end)
end

local folder = PANDOC_STATE.input_files[1]:match("^(.*/)") or ""

-- A paragraph that is one picture with a caption: a figure.
local function Para(para)
  local first = para.content[1]
  if docx and #para.content == 1 and first.t == "Span" and first.classes:includes("place") then
    return in_style(pandoc.Para(first.content), "Place")
  end
  if #para.content ~= 1 or first.t ~= "Image" then return nil end
  local image = first
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
      in_style(pandoc.Para({image}), "Captioned Figure"),
      in_style(pandoc.Para(caption), "Image Caption"),
    }
  end
  return nil
end

-- What hides until asked for, on a page; a document does without it.
local function Div(div)
  if not div.classes:includes("fold") then return nil end
  local heading = table.remove(div.content, 1)
  if html and not printed then
    local blocks = {pandoc.RawBlock("html", '<details class="page-only">\n<summary>' ..
      pandoc.utils.stringify(heading) .. "</summary>")}
    for _, block in ipairs(div.content) do table.insert(blocks, block) end
    table.insert(blocks, pandoc.RawBlock("html", "</details>"))
    return blocks
  end
  return {}
end

-- A document has no list of contents until Word is told to make one: this one is there at once.
local function Pandoc(doc)
  if not docx then return nil end
  local blocks = {in_style(pandoc.Para(doc.meta["toc-title"]), "TOC Heading")}
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" then
      local link = pandoc.Link(block.content, "#" .. block.identifier)
      table.insert(blocks, in_style(pandoc.Para({link}), "toc " .. block.level))
    end
  end
  for _, block in ipairs(doc.blocks) do table.insert(blocks, block) end
  doc.blocks = blocks
  return doc
end

local function Meta(meta)
  printed = meta.printed ~= nil
end

return {{Meta = Meta}, {Span = Span, Table = Table, Para = Para, Div = Div, Pandoc = Pandoc}}
