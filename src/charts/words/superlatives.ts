/** Words for the end of an order at which small numbers stand, and for the other: low, lower, lowest. */
export const lows =
  'low(?:est|er)?|small(?:est|er)?|least|bottom|min(?:imum|imal)?|few(?:est|er)?|worst|cheap(?:est|er)?|short(?:est|er)?|light(?:est|er)?|young(?:est|er)?|slow(?:est|er)?|poor(?:est|er)?|weak(?:est|er)?|little'
export const highs =
  'high(?:est|er)?|large(?:st|r)?|big(?:gest|ger)?|great(?:est|er)?|most|top|max(?:imum|imal)?|best|expensive|priciest|dearest|long(?:est|er)?|tall(?:est|er)?|heav(?:iest|ier|y)|rich(?:est|er)?|strong(?:est|er)?|bus(?:iest|y)|leading'

/** Those that name one end alone. */
export const lowest =
  'lowest|smallest|least|fewest|worst|cheapest|shortest|lightest|youngest|slowest|poorest|weakest'
export const highest =
  'highest|largest|biggest|greatest|most|best|priciest|dearest|longest|tallest|heaviest|oldest|richest|strongest|busiest|fastest|leading'
