import { domain } from './domain.ts'

export const logistics = domain('logistics', '2024-12-01T00:00:00Z', [
  ['fragile shipments heavier than 500 kg', '"Shipment"', `"Fragile" AND "WeightKg" > 500`],
  ['shipments lighter than half a ton', '"Shipment"', `"WeightKg" < 500`],
  ['shipments that have not been delivered yet', '"Shipment"', `"DeliveredAt" IS NULL`],
  [
    'shipments delivered in October 2024',
    '"Shipment"',
    `"DeliveredAt" >= '2024-10-01' AND "DeliveredAt" < '2024-11-01'`,
  ],
  ['shipments dispatched on or after 15 Nov 2024', '"Shipment"', `"DispatchedAt" >= '2024-11-15'`],
  ['shipments to Rotterdam', '"Shipment"', `"DestinationWarehouseId" = 4`],
  [
    'shipments from Germany to Portugal',
    '"Shipment"',
    `"OriginWarehouseId" IN (1, 3) AND "DestinationWarehouseId" = 2`,
  ],
  ['shipments without a driver', '"Shipment"', `"DriverId" IS NULL`],
  ['electric vehicles', '"Vehicle"', `"FuelType" = 'electric'`],
  [
    'trucks and vans with a mileage over 100,000 km',
    '"Vehicle"',
    `"Kind" IN ('truck', 'van') AND "MileageKm" > 100000`,
  ],
  ['vehicles built before 2015', '"Vehicle"', `"ModelYear" < 2015`],
  [
    'diesel or petrol vehicles that belong to Blue Road',
    '"Vehicle"',
    `"FuelType" IN ('diesel', 'petrol') AND "CarrierId" = 1`,
  ],
  ['vehicles of express carriers', '"Vehicle"', `"CarrierId" = 2`],
  ['drivers hired in the last 5 years', '"Driver"', `"HireDate" >= '2019-12-01'`],
  ['drivers with licence class CE', '"Driver"', `"LicenseClass" = 'CE'`],
  [
    'drivers who delivered more than 10 shipments',
    '"Driver"',
    `(SELECT count(*) FROM "Shipment" s WHERE s."DriverId" = t."DriverId") > 10`,
  ],
  [
    'drivers with no shipments since September',
    '"Driver"',
    `NOT EXISTS (SELECT FROM "Shipment" s WHERE s."DriverId" = t."DriverId" AND "DispatchedAt" >= '2024-09-01')`,
  ],
  [
    'warehouses in Germany with a capacity of more than 60000',
    '"Warehouse"',
    `"Country" = 'Germany' AND "CapacityM3" > 60000`,
  ],
  [
    'shipments with more than 3 items',
    '"Shipment"',
    `(SELECT count(*) FROM "ShipmentItem" i WHERE i."ShipmentId" = t."ShipmentId") > 3`,
  ],
  [
    'shipments with a declared value between 1k and 2k',
    '"Shipment"',
    `"DeclaredValue" BETWEEN 1000 AND 2000`,
  ],
  [
    'the 20 heaviest shipments',
    '"Shipment"',
    `"ShipmentId" IN (SELECT "ShipmentId" FROM "Shipment" ORDER BY "WeightKg" DESC, "ShipmentId" LIMIT 20)`,
  ],
  ['refrigerated shipments', null, ['refrigerated']],
  [
    'the 15 most recently delivered shipments',
    '"Shipment"',
    `"ShipmentId" IN (SELECT "ShipmentId" FROM "Shipment" WHERE "DeliveredAt" IS NOT NULL ORDER BY "DeliveredAt" DESC, "ShipmentId" LIMIT 15)`,
  ],
])
