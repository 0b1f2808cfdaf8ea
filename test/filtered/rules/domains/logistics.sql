CREATE TABLE "Carrier" ("CarrierId" int PRIMARY KEY, "Name" text NOT NULL, "Express" boolean NOT NULL);
CREATE TABLE "Warehouse" ("WarehouseId" int PRIMARY KEY, "Name" text NOT NULL, "City" text NOT NULL, "Country" text NOT NULL, "CapacityM3" int NOT NULL);
CREATE TABLE "Driver" ("DriverId" int PRIMARY KEY, "FirstName" text NOT NULL, "LastName" text NOT NULL, "LicenseClass" text NOT NULL,
  "HireDate" date NOT NULL, "HomeWarehouseId" int REFERENCES "Warehouse");
CREATE TABLE "Vehicle" ("VehicleId" int PRIMARY KEY, "Plate" text NOT NULL, "Kind" text NOT NULL, "FuelType" text NOT NULL, "MileageKm" int NOT NULL,
  "ModelYear" int NOT NULL, "CarrierId" int NOT NULL REFERENCES "Carrier");
CREATE TABLE "Shipment" ("ShipmentId" int PRIMARY KEY, "OriginWarehouseId" int NOT NULL REFERENCES "Warehouse" ("WarehouseId"),
  "DestinationWarehouseId" int NOT NULL REFERENCES "Warehouse" ("WarehouseId"), "DriverId" int REFERENCES "Driver",
  "VehicleId" int REFERENCES "Vehicle", "WeightKg" numeric(9,1) NOT NULL, "Fragile" boolean NOT NULL,
  "DispatchedAt" timestamp, "DeliveredAt" timestamp, "DeclaredValue" numeric(10,2) NOT NULL);
CREATE TABLE "ShipmentItem" ("ShipmentItemId" int PRIMARY KEY, "ShipmentId" int NOT NULL REFERENCES "Shipment", "Description" text NOT NULL, "Quantity" int NOT NULL);
INSERT INTO "Carrier" VALUES (1, 'Blue Road', false), (2, 'Quickline', true), (3, 'Oceanic', false);
INSERT INTO "Warehouse" VALUES (1, 'Rhein Hub', 'Duisburg', 'Germany', 90000), (2, 'Porto Sul', 'Lisbon', 'Portugal', 30000), (3, 'Nordlager', 'Hamburg', 'Germany', 52000),
  (4, 'Tulip Depot', 'Rotterdam', 'Netherlands', 120000), (5, 'Alpine', 'Innsbruck', 'Austria', 8000);
INSERT INTO "Driver" SELECT n, (ARRAY['Jan','Mia','Luc','Eve','Tim'])[n % 5 + 1], 'Driver' || n, (ARRAY['B','C','CE'])[n % 3 + 1], date '2015-01-01' + n * 111, CASE WHEN n % 6 > 0 THEN n % 5 + 1 END FROM generate_series(1, 25) n;
INSERT INTO "Vehicle" SELECT n, 'PL-' || 100 + n, (ARRAY['van','truck','trailer'])[n % 3 + 1], (ARRAY['diesel','electric','petrol','hybrid'])[n % 4 + 1], 5000 + n * 9100, 2010 + n % 15, n % 3 + 1 FROM generate_series(1, 40) n;
INSERT INTO "Shipment" SELECT n, n % 5 + 1, (n * 3) % 5 + 1, CASE WHEN n % 9 > 0 THEN n % 23 + 1 END, CASE WHEN n % 8 > 0 THEN n % 37 + 1 END, 5 + (n * 37) % 900, n % 6 = 0,
  CASE WHEN n % 10 > 0 THEN timestamp '2024-01-03 06:00' + n * interval '31 hours' END, CASE WHEN n % 10 > 2 THEN timestamp '2024-01-05 09:00' + n * interval '31 hours' + (n % 6) * interval '1 day' END, 50 + (n * 91) % 9000 FROM generate_series(1, 250) n;
INSERT INTO "ShipmentItem" SELECT n, (n * 7) % 240 + 1, 'Thing ' || n, n % 12 + 1 FROM generate_series(1, 700) n;
